-- name: claim(now, most, lease_until)
-- SKIP LOCKED: a sweep takes what no other transaction is changing at this moment, instead of waiting for it.
UPDATE notification
SET claim_at = :lease_until
WHERE id IN (
    SELECT id FROM notification
    WHERE state = 'pending' AND claim_at <= :now AND chat_id IN (
        SELECT chat_id FROM notification
        WHERE state = 'pending' AND claim_at <= :now
        ORDER BY claim_at
        LIMIT :most
    )
    FOR UPDATE SKIP LOCKED
)
RETURNING id, chat_id, item, rung, kind, due_at, state, arguments;
