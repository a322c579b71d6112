package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code kapture_question}: which questions a destination could not answer, so that they wait, longer each time,
 * and keep no other waiting.
 */
@Component
final class QuestionNotes {

    // A minute, then twice as long each time, to a day.
    private static final String FAILED = """
            insert into kapture_question as question (destination, subject, failures, ask_after)
            values (:destination, :subject, 1, clock_timestamp() + interval '1 minute')
            on conflict (destination, subject) do update
            set failures = question.failures + 1,
                ask_after = clock_timestamp()
                    + least(interval '1 day', interval '1 minute' * power(2, least(question.failures, 11)))
            """;

    private static final String ENOUGH_FOR_A_DAY = """
            insert into kapture_question (destination, subject, failures, ask_after)
            values (:destination, :subject, 0, clock_timestamp() + interval '1 day')
            on conflict (destination, subject) do update
            set failures = excluded.failures, ask_after = excluded.ask_after
            """;

    private static final String FORGET = """
            delete from kapture_question
            where destination = :destination and subject = :subject
            """;

    // Nobody asks for those any more.
    private static final String FORGET_OLD = """
            delete from kapture_question
            where destination = :destination and ask_after < statement_timestamp() - interval '30 days'
            """;

    private final JdbcClient jdbc;

    QuestionNotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void failed(DestinationName destination, Question question) {
        note(FAILED, destination, question);
    }

    void answered(DestinationName destination, Question question) {
        switch (question) {
            // The answer is on record with the customer.
            case Question.OfCustomer customer -> note(FORGET, destination, customer);
            // That nobody is there is on record nowhere else.
            case Question.OfLead lead -> note(ENOUGH_FOR_A_DAY, destination, lead);
        }
    }

    void forgetOld(DestinationName destination) {
        jdbc.sql(FORGET_OLD).param("destination", destination.value()).update();
    }

    private void note(String sql, DestinationName destination, Question question) {
        jdbc.sql(sql)
                .param("destination", destination.value())
                .param("subject", question.subject())
                .update();
    }
}
