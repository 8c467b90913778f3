-- name: load(chat_id)$
SELECT plans FROM what_if WHERE chat_id = :chat_id;

-- name: save(chat_id, plans)!
INSERT INTO what_if (chat_id, plans)
VALUES (:chat_id, :plans)
ON CONFLICT (chat_id) DO UPDATE SET plans = excluded.plans;

-- name: delete(chat_id)!
DELETE FROM what_if WHERE chat_id = :chat_id;
