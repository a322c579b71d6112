package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What operators have done, to be read; {@link OperatorActions} writes it. */
@Component
public final class Audit {

    public static final int USUAL_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    private static final int MOST_OF_A_LEAD = 1_000;

    private static final String PAGE = """
            select id, at, operator, action, target, count, reason
            from operator_action
            where id < :before
            order by id desc
            limit :most
            """;

    // "0" is the letter after "/", which stands between a lead and its destination, and "!" the one after the blank
    // between
    // a destination and what else a bulk retry asked for. Hyphens are parts of names.
    private static final String OF_TARGET = """
            select id, at, operator, action, target, count, reason
            from operator_action
            where (target = :target
                    or (target ~>=~ (:target || '/') and target ~<~ (:target || '0'))
                    or (target ~>=~ (:target || ' ') and target ~<~ (:target || '!')))
              and id < :before
            order by id desc
            limit :most
            """;

    private record Row(long id, AuditPage.Entry entry) {}

    private final JdbcClient jdbc;

    Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A page of what was done to one target and whatever belongs to it, or to all where that is null; {@code cursor} is
     * {@link AuditPage#nextCursor()} of the page before.
     */
    public AuditPage page(@Nullable String target, @Nullable Long cursor, int limit) {
        List<Row> rows = jdbc.sql(target == null ? PAGE : OF_TARGET)
                .param("target", target, Types.VARCHAR)
                .param("before", cursor == null ? Long.MAX_VALUE : cursor)
                // One more tells whether there is another page.
                .param("most", limit + 1)
                .query(Audit::row)
                .list();
        List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
        return new AuditPage(
                page.stream().map(Row::entry).toList(),
                rows.size() > limit ? Long.toString(page.getLast().id()) : null);
    }

    /** What was done to a lead and its deliveries, newest first. */
    public List<AuditPage.Entry> of(LeadId lead) {
        return page(lead.toString(), null, MOST_OF_A_LEAD).entries();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                new AuditPage.Entry(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("operator"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getInt("count"),
                        row.getString("reason")));
    }
}
