-- name: of_item(chat_id, item)
SELECT id, rung, kind, due_at, claim_at, sent_at, state, arguments
FROM notification
WHERE chat_id = :chat_id AND item = :item;

-- name: insert(id, chat_id, item, rung, kind, due_at, arguments)*!
INSERT INTO notification (id, chat_id, item, rung, kind, due_at, claim_at, state, arguments)
VALUES (
    :id,
    :chat_id,
    :item,
    :rung,
    :kind,
    :due_at,
    :due_at,
    CASE
        WHEN EXISTS (SELECT 1 FROM candidate WHERE chat_id = :chat_id AND blocked_at IS NOT NULL) THEN 'held'
        ELSE 'pending'
    END,
    :arguments
);

-- name: add(id, chat_id, item, rung, kind, due_at, arguments)*!
-- Of a chat that has gone, knows of it already, or is still to hear of the item, nothing: it is worded when it leaves.
INSERT INTO notification (id, chat_id, item, rung, kind, due_at, claim_at, state, arguments)
SELECT
    :id, c.chat_id, :item, :rung, :kind, :due_at, :due_at,
    CASE WHEN c.blocked_at IS NOT NULL THEN 'held' ELSE 'pending' END,
    :arguments
FROM candidate AS c
WHERE
    c.chat_id = :chat_id
    AND NOT EXISTS (
        SELECT 1 FROM notification AS n
        WHERE
            n.chat_id = c.chat_id AND n.item = :item
            AND (n.rung = :rung OR (n.state IN ('pending', 'held') AND n.sent_at IS NULL))
    );

-- name: change(id, kind, due_at, arguments)*!
UPDATE notification
SET kind = :kind, due_at = :due_at, claim_at = :due_at, arguments = :arguments
WHERE id = :id;

-- name: remove(id)*!
DELETE FROM notification WHERE id = :id;

-- name: back_to_sent(id)*!
UPDATE notification SET state = 'sent' WHERE id = :id;

-- name: claim(now, most, lease_until)
-- All that is due of the chats that have waited longest, so that it comes as one message. The plus keeps SQLite from
-- walking through everything that is due: it goes by the few chats.
UPDATE notification
SET claim_at = :lease_until
WHERE state = 'pending' AND +claim_at <= :now AND chat_id IN (
    SELECT chat_id FROM notification
    WHERE state = 'pending' AND claim_at <= :now
    ORDER BY claim_at
    LIMIT :most
)
RETURNING id, chat_id, item, rung, kind, due_at, state, arguments;

-- name: sent(id, at)!
-- A row that was snoozed while its message was on the way (sent before, and not claimed since) keeps waiting.
UPDATE notification
SET state = 'sent', sent_at = :at
WHERE id = :id AND state IN ('pending', 'held') AND (sent_at IS NULL OR claim_at <> due_at);

-- name: release(id, claim_at)!
UPDATE notification
SET claim_at = :claim_at
WHERE id = :id AND state IN ('pending', 'held');

-- name: failed(id, at)!
UPDATE notification SET state = 'failed', sent_at = :at WHERE id = :id AND state IN ('pending', 'held');

-- name: snooze(id, due_at)!
UPDATE notification
SET
    state = CASE
        WHEN EXISTS (SELECT 1 FROM candidate AS c WHERE c.chat_id = notification.chat_id AND c.blocked_at IS NOT NULL)
            THEN 'held'
        ELSE 'pending'
    END,
    sent_at = COALESCE(sent_at, due_at),
    due_at = :due_at,
    claim_at = :due_at
WHERE id = :id AND state <> 'finished';

-- name: finish(chat_id, item)!
UPDATE notification SET state = 'finished' WHERE chat_id = :chat_id AND item = :item;

-- name: finish_sent(chat_id, kind)!
UPDATE notification SET state = 'finished'
WHERE chat_id = :chat_id AND item IN (
    SELECT item FROM notification WHERE chat_id = :chat_id AND kind = :kind AND state = 'sent'
);

-- name: resume(chat_id, item)!
DELETE FROM notification WHERE chat_id = :chat_id AND item = :item AND state = 'finished';

-- name: finished(chat_id, item)$
SELECT COUNT(*) FROM notification WHERE chat_id = :chat_id AND item = :item AND state = 'finished';

-- name: load(id)^
SELECT id, chat_id, item, rung, kind, due_at, state, arguments FROM notification WHERE id = :id;

-- name: last_sent(chat_id, but)
-- All that went out at one time is one message.
SELECT id, chat_id, item, rung, kind, due_at, state, arguments, sent_at
FROM notification
WHERE chat_id = :chat_id AND state = 'sent' AND sent_at = (
    SELECT MAX(sent_at) FROM notification
    WHERE chat_id = :chat_id AND state = 'sent' AND kind NOT IN (SELECT key FROM json_each(:but))
)
ORDER BY due_at, id;

-- name: next_due()$
SELECT MIN(claim_at) FROM notification WHERE state = 'pending';

-- name: count_due(now, until)
-- What is claimed or put off for a little while is due all the same; the index leads to it by the end of that while.
SELECT kind, COUNT(*)
FROM notification
WHERE state = 'pending' AND claim_at <= :until AND due_at <= :now
GROUP BY kind;

-- name: next_due_but(but)$
SELECT MIN(claim_at) FROM notification
WHERE state = 'pending' AND kind NOT IN (SELECT key FROM json_each(:but));

-- name: pending(chat_id)
SELECT id, chat_id, item, rung, kind, due_at, state, arguments
FROM notification
WHERE chat_id = :chat_id AND state IN ('pending', 'held')
ORDER BY due_at, id;

-- name: last_sent_of(chat_id, item)$
SELECT MAX(sent_at) FROM notification WHERE chat_id = :chat_id AND item = :item AND state = 'sent';

-- name: hold(chat_id)!
UPDATE notification SET state = 'held' WHERE chat_id = :chat_id AND state = 'pending';

-- name: let_go(chat_id)!
UPDATE notification SET state = 'pending' WHERE chat_id = :chat_id AND state = 'held';

-- name: arguments_of(chat_id)
SELECT id, arguments FROM notification WHERE chat_id = :chat_id;

-- name: move(id, chat_id, arguments)*!
UPDATE notification SET chat_id = :chat_id, arguments = :arguments WHERE id = :id;

-- name: delete(chat_id)!
DELETE FROM notification WHERE chat_id = :chat_id;

-- name: delete_but(chat_id, keep)!
DELETE FROM notification WHERE chat_id = :chat_id AND kind <> :keep;
