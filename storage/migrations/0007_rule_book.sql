-- The rule book that reminders were planned by: one row. digest tells one book from another; reviewed_to is the chat up to
-- which everybody's reminders are planned by it, empty once all are.
CREATE TABLE rule_book (
    id BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    since BIGINT NOT NULL,
    reviewed_to BIGINT
);
