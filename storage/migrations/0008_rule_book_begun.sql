-- When the comparison with the book before began: a book that interrupts a review is compared with the same one.
ALTER TABLE rule_book ADD COLUMN begun BIGINT;

UPDATE rule_book SET begun = since;
