-- Notices that are put off, and what people were reminded of.

-- Until when it is not to be sent. None: it can be.
ALTER TABLE outbox ADD COLUMN put_off_until {instant} CHECK (put_off_until IS NULL OR claimed_at IS NULL);

CREATE TABLE reminder (
    -- That people were reminded of an event: once for each day on which it was to be, whoever that reached.
    event {uuid} NOT NULL REFERENCES event (id),
    on_day {date} NOT NULL,
    PRIMARY KEY (event, on_day)
) {keyed_table_options};
