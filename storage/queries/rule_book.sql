-- name: load()^
SELECT digest, reviewed_to FROM rule_book WHERE id = 1;

-- name: begin(digest, since, first, book)!
-- A review that was not ended goes on from the book it compared with: nothing that changed since is left out.
INSERT INTO rule_book (id, digest, since, reviewed_to, book, begun)
VALUES (1, :digest, :since, :first, :book, :since)
ON CONFLICT (id) DO UPDATE SET
    digest = excluded.digest,
    since = excluded.since,
    reviewed_to = excluded.reviewed_to,
    begun = CASE WHEN rule_book.reviewed_to IS NULL THEN excluded.since ELSE rule_book.begun END,
    before = CASE WHEN rule_book.reviewed_to IS NULL THEN rule_book.book ELSE rule_book.before END,
    book = excluded.book;

-- name: before()$
SELECT before FROM rule_book WHERE id = 1;

-- name: begun()$
SELECT begun FROM rule_book WHERE id = 1;

-- name: following(after, most)
SELECT chat_id FROM candidate WHERE chat_id > :after ORDER BY chat_id LIMIT :most;

-- name: reviewed(until)!
UPDATE rule_book SET reviewed_to = :until WHERE id = 1;
