-- name: load(chat_id)$
SELECT state FROM interview WHERE chat_id = :chat_id;

-- name: save(chat_id, state)!
INSERT INTO interview (chat_id, state)
VALUES (:chat_id, :state)
ON CONFLICT (chat_id) DO UPDATE SET state = excluded.state;

-- name: delete(chat_id)!
DELETE FROM interview WHERE chat_id = :chat_id;
