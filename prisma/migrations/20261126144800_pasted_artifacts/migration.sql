-- AlterTable
ALTER TABLE "Artifact" ALTER COLUMN "runId" DROP NOT NULL;
