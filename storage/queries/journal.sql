-- name: append(chat_id, at, kind, entry)!
INSERT INTO journal (chat_id, number, at, kind, entry)
VALUES (
    :chat_id,
    (SELECT COALESCE(MAX(number), 0) + 1 FROM journal WHERE chat_id = :chat_id),
    :at,
    :kind,
    :entry
);

-- name: entries(chat_id)
SELECT number, at, kind, entry FROM journal WHERE chat_id = :chat_id ORDER BY number, at;

-- name: insert(chat_id, number, at, kind, entry)*!
INSERT INTO journal (chat_id, number, at, kind, entry)
VALUES (:chat_id, :number, :at, :kind, :entry);

-- name: delete(chat_id)!
DELETE FROM journal WHERE chat_id = :chat_id;

-- name: count(chat_id)$
SELECT COUNT(*) FROM journal WHERE chat_id = :chat_id;

-- name: newest(chat_id, most, skip, before)
SELECT number, at, kind, entry FROM journal
WHERE chat_id = :chat_id AND number < :before ORDER BY number DESC, at DESC LIMIT :most OFFSET :skip;

-- name: find(chat_id, number, at)^
SELECT number, at, kind, entry FROM journal WHERE chat_id = :chat_id AND number = :number AND at = :at;

-- name: delete_one(chat_id, number, at)$
DELETE FROM journal WHERE chat_id = :chat_id AND number = :number AND at = :at
RETURNING number;
