-- name: load(chat_id)^
SELECT
    created_at,
    seen_at,
    blocked_at,
    notice_version,
    (SELECT MIN(due_at) FROM planned_change AS p WHERE p.chat_id = :chat_id) AS planned_at,
    profile
FROM candidate
WHERE chat_id = :chat_id;

-- name: load_with_interview(chat_id)^
-- One row for any chat: either side may be missing.
SELECT
    c.created_at,
    c.seen_at,
    c.blocked_at,
    c.notice_version,
    (SELECT MIN(p.due_at) FROM planned_change AS p WHERE p.chat_id = asked.chat_id) AS planned_at,
    c.profile,
    i.state
FROM (SELECT CAST(:chat_id AS BIGINT) AS chat_id) AS asked
LEFT JOIN candidate AS c ON c.chat_id = asked.chat_id
LEFT JOIN interview AS i ON i.chat_id = asked.chat_id;

-- name: read_ahead(chat_ids)
-- The same for many chats: the keys of a JSON object, which both databases take apart with a function of one name.
SELECT
    asked.chat_id,
    c.created_at,
    c.seen_at,
    c.blocked_at,
    c.notice_version,
    (SELECT MIN(p.due_at) FROM planned_change AS p WHERE p.chat_id = asked.chat_id) AS planned_at,
    c.profile,
    i.state
FROM (SELECT CAST(key AS BIGINT) AS chat_id FROM json_each(:chat_ids)) AS asked
LEFT JOIN candidate AS c ON c.chat_id = asked.chat_id
LEFT JOIN interview AS i ON i.chat_id = asked.chat_id;

-- name: save(chat_id, created_at, seen_at, blocked_at, notice_version, profile)!
INSERT INTO candidate (chat_id, created_at, seen_at, blocked_at, notice_version, profile)
VALUES (:chat_id, :created_at, :seen_at, :blocked_at, :notice_version, :profile)
ON CONFLICT (chat_id) DO UPDATE
SET
    seen_at = excluded.seen_at,
    notice_version = excluded.notice_version,
    profile = excluded.profile,
    -- Whoever was here again is no longer to be forgotten.
    forget_at = CASE WHEN excluded.seen_at <> candidate.seen_at THEN NULL ELSE candidate.forget_at END;

-- name: page(after, most)
SELECT
    c.chat_id,
    c.created_at,
    c.seen_at,
    c.blocked_at,
    c.notice_version,
    (SELECT MIN(p.due_at) FROM planned_change AS p WHERE p.chat_id = c.chat_id) AS planned_at,
    c.profile
FROM candidate AS c
WHERE c.chat_id > :after
ORDER BY c.chat_id
LIMIT :most;

-- name: silent(before, most)
SELECT chat_id FROM candidate WHERE forget_at IS NULL AND seen_at < :before ORDER BY seen_at LIMIT :most;

-- name: to_forget(until, most)
SELECT chat_id FROM candidate
WHERE forget_at IS NOT NULL AND forget_at <= :until ORDER BY forget_at LIMIT :most;

-- name: forget_at(chat_id, at)!
UPDATE candidate SET forget_at = :at WHERE chat_id = :chat_id;

-- name: set_blocked(chat_id, blocked_at)!
UPDATE candidate SET blocked_at = :blocked_at WHERE chat_id = :chat_id;

-- name: move(chat_id, old_chat_id, profile)!
UPDATE candidate SET chat_id = :chat_id, profile = :profile WHERE chat_id = :old_chat_id;

-- name: delete(chat_id)!
DELETE FROM candidate WHERE chat_id = :chat_id;
