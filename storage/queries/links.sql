-- name: load(chat_id)$
SELECT link FROM partner_link WHERE chat_id = :chat_id;

-- name: held(first, second)
SELECT chat_id, link FROM partner_link WHERE chat_id IN (:first, :second) ORDER BY chat_id;

-- name: insert(chat_id, link, over_on)$
INSERT INTO partner_link (chat_id, link, over_on)
VALUES (:chat_id, :link, :over_on)
ON CONFLICT (chat_id) DO NOTHING
RETURNING chat_id;

-- name: save(chat_id, link, over_on)!
UPDATE partner_link SET link = :link, over_on = :over_on WHERE chat_id = :chat_id;

-- name: sweep(today)!
DELETE FROM partner_link WHERE over_on <= :today;

-- name: delete(chat_id)!
DELETE FROM partner_link WHERE chat_id = :chat_id;

-- name: move(chat_id, old_chat_id, link)!
UPDATE partner_link SET chat_id = :chat_id, link = :link WHERE chat_id = :old_chat_id;

-- name: keep_code(chat_id, digest, ends_at)!
INSERT INTO partner_code (chat_id, digest, ends_at)
VALUES (:chat_id, :digest, :ends_at)
ON CONFLICT (chat_id) DO UPDATE SET digest = excluded.digest, ends_at = excluded.ends_at;

-- name: code_until(chat_id, now)$
SELECT ends_at FROM partner_code WHERE chat_id = :chat_id AND ends_at > :now;

-- name: maker_of(digest, now)$
SELECT chat_id FROM partner_code WHERE digest = :digest AND ends_at > :now;

-- name: use_code(digest, now)$
-- Nothing comes back for a code that another message has used in the meantime.
DELETE FROM partner_code WHERE digest = :digest AND ends_at > :now
RETURNING chat_id;

-- name: delete_code(chat_id)!
DELETE FROM partner_code WHERE chat_id = :chat_id;

-- name: delete_ended_codes(now)!
DELETE FROM partner_code WHERE ends_at <= :now;

-- name: move_code(chat_id, old_chat_id)!
UPDATE partner_code SET chat_id = :chat_id WHERE chat_id = :old_chat_id;

-- name: tries(chat_id, after)^
SELECT tries, since FROM partner_try WHERE chat_id = :chat_id AND since > :after;

-- name: tried(chat_id, now)!
INSERT INTO partner_try (chat_id, tries, since)
VALUES (:chat_id, 1, :now)
ON CONFLICT (chat_id) DO UPDATE SET tries = partner_try.tries + 1;

-- name: delete_tries(chat_id)!
DELETE FROM partner_try WHERE chat_id = :chat_id;

-- name: delete_old_tries(until)!
DELETE FROM partner_try WHERE since <= :until;

-- name: move_tries(chat_id, old_chat_id)!
UPDATE partner_try SET chat_id = :chat_id WHERE chat_id = :old_chat_id;
