-- What operators search by. Each lead that is taken in pays for the first three indexes (docs/operators.md says how much);
-- the others hold only what is rare, and cost nothing else anything.

-- By the beginning of a name: "first last" finds first names too.
create index lead_name on lead
    ((lower((document #>> '{contact,firstName}') || ' ' || (document #>> '{contact,lastName}')) collate "C"), id);
create index lead_last_name on lead ((lower(document #>> '{contact,lastName}') collate "C"), id);

-- By the sender's reference, source after source; and by a source that has few leads.
create index lead_reference on lead (source, (document ->> 'externalReferenceId'), id);

create index lead_disposition on lead (disposition, id) where disposition <> 'ROUTED';

-- What did not go well, newest first.
create index delivery_trouble on delivery (lead_id, destination, status, outcome)
    where status in ('HELD', 'DEAD', 'REJECTED', 'CANCELLED');

create index delivery_two_customers on delivery (destination, lead_id)
    where status = 'DELIVERED' and errors @> '[{"code": "kapture-two-customers"}]';
