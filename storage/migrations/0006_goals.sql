-- What a person supposes: up to three plans, sealed, beside their facts and never among them.
CREATE TABLE what_if (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    plans BYTEA NOT NULL
);
