package com.leadrouter.platform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.hibernate.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class ProblemAdviceTest {

    private final ProblemAdvice advice = new ProblemAdvice();
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/leads");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    static Stream<Throwable> databaseAway() {
        return Stream.of(
                new CannotGetJdbcConnectionException("x", new SQLTransientConnectionException()),
                new DataAccessResourceFailureException("x"),
                new TransientDataAccessResourceException("x"),
                new RecoverableDataAccessException("x"),
                new QueryTimeoutException("x"),
                new CannotCreateTransactionException("x"),
                // As where a proxy in front of the database hangs up.
                new CannotCreateTransactionException("x", new SQLException("x", "08001", new EOFException())),
                new JpaSystemException(new TransactionException("x", new SQLException("Connection is closed"))),
                new TransactionSystemException("commit", new SQLException("x", "08006")),
                new TransactionSystemException("rollback", new SQLException("Connection is closed")),
                new UncategorizedSQLException("task", null, new SQLException("x", "25006")),
                new UncategorizedSQLException("task", null, new SQLException("x", "55P03")),
                new IllegalStateException(new SQLException("x", "57P01")));
    }

    @ParameterizedTest
    @MethodSource("databaseAway")
    void aDatabaseThatIsAwayIsUnavailable(Throwable failure) throws Throwable {
        var answer = advice.anythingElse(failure, request, response);

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5");
        assertThat(requireNonNull(answer.getBody()).detail())
                .as("a commit may have come through of which nobody heard")
                .contains("not known to be stored", "same key");
    }

    @Test
    void whoSeemsToHaveGoneIsNeverToldThatAllIsWell() throws Throwable {
        assertThat(advice.anythingElse(new IllegalStateException(new EOFException()), request, response)
                        .getStatusCode()
                        .value())
                .isEqualTo(500);
    }

    static Stream<Throwable> oursToMend() {
        return Stream.of(
                new DataIntegrityViolationException("x", new SQLException("x", "23505")),
                new UncategorizedSQLException("task", null, new SQLException("x", "25P02")),
                new NullPointerException(),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("oursToMend")
    void anythingElseIsOurs(Throwable failure) throws Throwable {
        assertThat(advice.anythingElse(failure, request, response)
                        .getStatusCode()
                        .value())
                .isEqualTo(500);
    }

    @Test
    void halfAnAnswerIsNotMadeToLookWhole() {
        Throwable failure = new IllegalStateException("x");
        response.setCommitted(true);

        assertThatThrownBy(() -> advice.anythingElse(failure, request, response))
                .isSameAs(failure);
    }

    @Test
    void aLoggedFailureHasItsPlaceButNoMessage() {
        StringWriter logged = new StringWriter();
        WithoutMessages.of(new IllegalStateException("Mrs Ada", new SQLException("Lovelace")))
                .printStackTrace(new PrintWriter(logged));

        assertThat(logged.toString())
                .contains("java.lang.IllegalStateException", "Caused by: java.sql.SQLException", "ProblemAdviceTest")
                .doesNotContain("Mrs Ada", "Lovelace");
    }

    @Test
    void theTypesAreThoseOfTheInterface() {
        assertThat(Arrays.stream(ProblemType.values()).map(type -> type.uri() + " " + type.status()))
                .containsExactlyInAnyOrder(
                        "https://lead-router.dev/problems/invalid-lead 400",
                        "https://lead-router.dev/problems/malformed-request 400",
                        "https://lead-router.dev/problems/search-too-broad 400",
                        "https://lead-router.dev/problems/unauthorized 401",
                        "https://lead-router.dev/problems/forbidden 403",
                        "https://lead-router.dev/problems/not-found 404",
                        "https://lead-router.dev/problems/method-not-allowed 405",
                        "https://lead-router.dev/problems/not-acceptable 406",
                        "https://lead-router.dev/problems/not-possible-now 409",
                        "https://lead-router.dev/problems/payload-too-large 413",
                        "https://lead-router.dev/problems/unsupported-media-type 415",
                        "https://lead-router.dev/problems/idempotency-key-reused 422",
                        "https://lead-router.dev/problems/too-many-requests 429",
                        "https://lead-router.dev/problems/internal-error 500",
                        "https://lead-router.dev/problems/unavailable 503");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 414, 417, 422, 431, 501, 505})
    void whatTheContainerCannotReadIsMalformed(int status) {
        assertThat(ProblemType.of(status)).isEqualTo(ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProblemType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_LEAD", "SEARCH_TOO_BROAD", "IDEMPOTENCY_KEY_REUSED"})
    void everyOtherStatusHasItsType(ProblemType type) {
        assertThat(ProblemType.of(type.status())).isEqualTo(type);
    }

    @Test
    void aPlainPathIsRepeatedAndNoOther() {
        assertThat(Problem.of(ProblemType.NOT_FOUND, request).instance()).isEqualTo("/api/v1/leads");

        request.setRequestURI("/" + "a".repeat(5000));
        assertThat(Problem.of(ProblemType.NOT_FOUND, request).instance()).isNull();
    }
}
