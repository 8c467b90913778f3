-- name: add(id, chat_id, due_at, change)!
INSERT INTO planned_change (id, chat_id, due_at, change) VALUES (:id, :chat_id, :due_at, :change);

-- name: of(chat_id)
SELECT id, due_at, change FROM planned_change WHERE chat_id = :chat_id ORDER BY due_at, id;

-- name: due(until, most)
-- Not each chat once: that would have SQLite walk through everybody's plans instead of the few that are due.
SELECT chat_id FROM planned_change WHERE due_at <= :until ORDER BY due_at LIMIT :most;

-- name: take_due(chat_id, until)
-- Whoever takes a row is the one to apply it: another transaction at the same moment waits here, and gets none.
DELETE FROM planned_change WHERE chat_id = :chat_id AND due_at <= :until
RETURNING id, due_at, change;

-- name: move_day(id, due_at)!
UPDATE planned_change SET due_at = :due_at WHERE id = :id;

-- name: remove(id, chat_id)$
DELETE FROM planned_change WHERE id = :id AND chat_id = :chat_id
RETURNING id;

-- name: move(id, chat_id, change)*!
UPDATE planned_change SET chat_id = :chat_id, change = :change WHERE id = :id;

-- name: delete(chat_id)!
DELETE FROM planned_change WHERE chat_id = :chat_id;
