-- Types are spelled so that both databases read them as meant: BIGINT is a 64-bit integer in both, and a BYTEA
-- column of SQLite keeps blobs as they are (its affinity is numeric, which never converts a blob).
-- Only what is searched for stands in clear; every BYTEA column holds a sealed value (storage/encryption.py).

CREATE TABLE candidate (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    blocked_at BIGINT,
    notice_version BIGINT,
    profile BYTEA NOT NULL
);

CREATE TABLE interview (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    state BYTEA NOT NULL
);

-- No key of its own: an entry is only ever read with its chat's others, in order. Two units that append at the
-- same moment may draw the same number, which says no more than that neither came first.
CREATE TABLE journal (
    chat_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    entry BYTEA NOT NULL
);

CREATE INDEX journal_of_chat ON journal (chat_id, number);

-- state: pending (waits for its hour), held (would be pending, but the chat has blocked the bot), sent, finished.
-- claim_at: when the sweep may take the row, which is due_at, or the end of the lease of whoever took it.
CREATE TABLE notification (
    id BIGINT NOT NULL PRIMARY KEY,
    chat_id BIGINT NOT NULL,
    item TEXT NOT NULL,
    rung TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    claim_at BIGINT NOT NULL,
    sent_at BIGINT,
    state TEXT NOT NULL,
    arguments BYTEA NOT NULL
);

CREATE INDEX notification_due ON notification (claim_at) WHERE state = 'pending';

CREATE INDEX notification_of_chat ON notification (chat_id, item);

-- state: received, applied (body is then the replies), done (only the id and the time are kept).
CREATE TABLE inbox (
    update_id BIGINT NOT NULL PRIMARY KEY,
    chat_id BIGINT,
    state TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    body BYTEA
);

CREATE INDEX inbox_open ON inbox (update_id) WHERE state <> 'done';

CREATE INDEX inbox_of_chat ON inbox (chat_id) WHERE chat_id IS NOT NULL;

CREATE INDEX inbox_done ON inbox (received_at) WHERE state = 'done';

CREATE TABLE group_told (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    told_at BIGINT NOT NULL
);
