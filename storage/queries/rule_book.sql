-- name: load()^
SELECT digest, reviewed_to FROM rule_book WHERE id = 1;

-- name: begin(digest, since, first)!
INSERT INTO rule_book (id, digest, since, reviewed_to)
VALUES (1, :digest, :since, :first)
ON CONFLICT (id) DO UPDATE SET digest = :digest, since = :since, reviewed_to = :first;

-- name: following(after, most)
SELECT chat_id FROM candidate WHERE chat_id > :after ORDER BY chat_id LIMIT :most;

-- name: reviewed(until)!
UPDATE rule_book SET reviewed_to = :until WHERE id = 1;
