-- What deliveries have told us of Kapture's customers: who is known there needs no Add.
create table kapture_customer (
    destination text        not null,
    customer_id bigint      not null check (customer_id > 0),
    phone       text,       -- E.164
    email       text,       -- lower case
    seen_at     timestamptz not null default clock_timestamp(),
    primary key (destination, customer_id)
);

create index kapture_customer_phone on kapture_customer (destination, phone, seen_at desc) where phone is not null;
create index kapture_customer_email on kapture_customer (destination, email, seen_at desc) where email is not null;
