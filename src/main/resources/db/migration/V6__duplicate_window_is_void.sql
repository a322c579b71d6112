-- Whether a duplicate window is void: all deliveries of the lead that opened it are rejected. False where there are none:
-- who had to wait for that lead to be committed does not see them.
--
-- A function, and not a part of the statement that takes leads in: that would open all months of deliveries each time,
-- where most leads find no window at all.
create function window_is_void(lead uuid) returns boolean
    language plpgsql stable
as $$
begin
    return (
        select coalesce(bool_and(status = 'REJECTED'), false)
        from delivery
        where lead_id = lead
    );
end
$$;
