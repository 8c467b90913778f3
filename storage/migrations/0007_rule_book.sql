-- The rule book that reminders were planned by: one row. digest tells one book from another; reviewed_to is the chat up to
-- which everybody's reminders are planned by it, empty once all are. book: its files, packed; before: those of the book
-- that people's answers were last compared by, while they are compared with this one; begun: when that comparison began,
-- which a book that interrupts a review goes on with.
CREATE TABLE rule_book (
    id BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    since BIGINT NOT NULL,
    reviewed_to BIGINT,
    book BYTEA NOT NULL,
    before BYTEA,
    begun BIGINT
);
