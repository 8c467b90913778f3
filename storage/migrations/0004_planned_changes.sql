-- Changes that are known beforehand and take effect on a day to come. due_at: when that day begins where the person is.
CREATE TABLE planned_change (
    id BIGINT NOT NULL PRIMARY KEY,
    chat_id BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    change BYTEA NOT NULL
);

CREATE INDEX planned_change_due ON planned_change (due_at);

CREATE INDEX planned_change_of_chat ON planned_change (chat_id, due_at);
