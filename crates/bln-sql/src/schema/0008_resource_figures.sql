-- The figures that resources tell of.
--
-- The rules of the first file hold. Besides, no row here refers to a person.

CREATE TABLE resource_figure (
    -- The figures of the register that a resource tells of.
    resource {uuid} NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    figure {uuid} NOT NULL REFERENCES figure (id),
    PRIMARY KEY (resource, figure)
) {table_options};
