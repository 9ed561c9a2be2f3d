-- AlterTable
ALTER TABLE "RunbookFile" ADD COLUMN     "changedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "folder" TEXT;

-- What there is so far came from folders; which one, the next reading says.
UPDATE "RunbookFile" SET "folder" = '', "changedAt" = "indexedAt";

-- AlterTable
ALTER TABLE "RunbookRevision" ADD COLUMN     "summary" JSONB;

-- CreateTable
CREATE TABLE "RunbookChange" (
    "slug" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "commit" JSONB,

    CONSTRAINT "RunbookChange_pkey" PRIMARY KEY ("slug","number")
);

-- CreateTable
CREATE TABLE "RunbookReview" (
    "slug" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RunbookReview_pkey" PRIMARY KEY ("slug","hash")
);

-- The workspace's timeline has told the history all along.
INSERT INTO "RunbookChange" ("slug", "number", "hash", "at", "actor")
SELECT "payload"->>'slug', row_number() OVER (PARTITION BY "payload"->>'slug' ORDER BY "seq"), "payload"->>'hash', "at", "actor"
FROM "Event" WHERE "timelineId" = 'workspace' AND "kind" = 'runbook.indexed' AND "payload" IS NOT NULL;
