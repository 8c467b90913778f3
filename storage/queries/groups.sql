-- name: tell(chat_id, told_at)$
INSERT INTO group_told (chat_id, told_at)
VALUES (:chat_id, :told_at)
ON CONFLICT (chat_id) DO NOTHING
RETURNING chat_id;

-- name: move(chat_id, old_chat_id)!
UPDATE group_told SET chat_id = :chat_id
WHERE chat_id = :old_chat_id AND NOT EXISTS (SELECT 1 FROM group_told WHERE chat_id = :chat_id);

-- name: delete(chat_id)!
DELETE FROM group_told WHERE chat_id = :chat_id;
