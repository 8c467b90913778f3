-- name: known(first, last)
SELECT update_id FROM inbox WHERE update_id BETWEEN :first AND :last;

-- name: receive(update_id, chat_id, received_at, body)*!
INSERT INTO inbox (update_id, chat_id, state, received_at, body)
VALUES (:update_id, :chat_id, 'received', :received_at, :body)
ON CONFLICT (update_id) DO NOTHING;

-- name: applied(update_id, body)$
-- Nothing comes back for an update that took effect before: whoever asks must then undo what it did.
UPDATE inbox SET state = 'applied', body = :body WHERE update_id = :update_id AND state = 'received'
RETURNING update_id;

-- name: still_owed(update_id, body)!
UPDATE inbox SET body = :body WHERE update_id = :update_id AND state = 'applied';

-- name: load(update_id)^
SELECT update_id, chat_id, state, body FROM inbox WHERE update_id = :update_id AND state <> 'done';

-- name: done(update_id)*!
UPDATE inbox SET state = 'done', chat_id = NULL, body = NULL WHERE update_id = :update_id;

-- name: open_in(chat_id)$
-- A row that is done has no chat any more.
SELECT COUNT(*) FROM inbox WHERE chat_id = :chat_id;

-- name: open_rows()
SELECT update_id, chat_id, state, body FROM inbox WHERE state <> 'done' ORDER BY update_id;

-- name: purge(before)!
DELETE FROM inbox WHERE state = 'done' AND received_at < :before;

-- name: move(chat_id, old_chat_id)!
UPDATE inbox SET chat_id = :chat_id WHERE chat_id = :old_chat_id;

-- name: forget(chat_id)!
-- The ids stay, as of any update that is done, so that a repeat of one is still recognised.
UPDATE inbox SET state = 'done', chat_id = NULL, body = NULL WHERE chat_id = :chat_id;

-- name: forget_before(chat_id, update_id)!
UPDATE inbox SET state = 'done', chat_id = NULL, body = NULL WHERE chat_id = :chat_id AND update_id < :update_id;
