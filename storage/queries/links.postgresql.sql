-- name: held(first, second)
-- Locked in one order, whoever asks: two people who change their link at the same moment do so one after the other.
SELECT chat_id, link FROM partner_link WHERE chat_id IN (:first, :second) ORDER BY chat_id FOR UPDATE;
