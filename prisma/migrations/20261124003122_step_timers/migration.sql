-- CreateTable
CREATE TABLE "StepTimer" (
    "incidentId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "StepTimer_pkey" PRIMARY KEY ("incidentId","stepId")
);

-- AddForeignKey
ALTER TABLE "StepTimer" ADD CONSTRAINT "StepTimer_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
