-- CreateTable
CREATE TABLE "Recording" (
    "id" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "script" TEXT NOT NULL,
    "counter" TEXT,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "variables" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "everySeconds" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,
    "nextAt" TIMESTAMP(3) NOT NULL,
    "leaseUntil" TIMESTAMP(3),

    CONSTRAINT "Recording_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecordingSample" (
    "recordingId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "exitCode" INTEGER NOT NULL,
    "outputHash" TEXT,
    "outputBytes" INTEGER NOT NULL,

    CONSTRAINT "RecordingSample_pkey" PRIMARY KEY ("recordingId","number")
);

-- CreateIndex
CREATE INDEX "Recording_incidentId_idx" ON "Recording"("incidentId");

-- CreateIndex
CREATE INDEX "Recording_status_nextAt_idx" ON "Recording"("status", "nextAt");

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordingSample" ADD CONSTRAINT "RecordingSample_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
