package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * HTTP calls to one destination behind its guards: rate limiter, then circuit breaker, then the call. Whatever the
 * network or the other side does comes back as an {@link Exchange}; redirects are not followed, nothing is tried twice.
 */
public final class RemoteCall {

    /** As much of an answer as anyone looks at. */
    private static final int BODY_LIMIT = 256 * 1024;

    private final Function<Duration, RestClient> clients;
    private final RestClient client;
    private final Guards guards;
    private final List<String> secrets;

    private final URI baseUrl;

    /** @param clients makes the client with a response time-out of that length */
    RemoteCall(
            URI baseUrl,
            Function<Duration, RestClient> clients,
            Duration responseTimeout,
            Guards guards,
            List<String> secrets) {
        this.baseUrl = baseUrl;
        this.clients = clients;
        this.client = clients.apply(responseTimeout);
        this.guards = guards;
        this.secrets = secrets;
    }

    /** Calls to the same destination, behind the same guards, that wait so long for a whole answer. */
    public RemoteCall withResponseTimeout(Duration responseTimeout) {
        return new RemoteCall(baseUrl, clients, responseTimeout, guards, secrets);
    }

    /** Posts JSON to a path below the destination's base URL. */
    public Exchange postJson(String path, Map<String, String> headers, byte[] json) {
        return guards.pass(watch -> exchange(path, headers, json, this::read));
    }

    /** The same, with a 2xx answer read while it comes, however long it is; any other comes back as usual. */
    public <T> Streamed<T> postJson(String path, Map<String, String> headers, byte[] json, AnswerReader<T> reader) {
        Streaming<T> streaming = new Streaming<>(reader);
        Exchange exchange = guards.pass(watch -> exchange(path, headers, json, response -> {
            if (!response.getStatusCode().is2xxSuccessful()) {
                return read(response);
            }
            // A long answer is no slow one.
            watch.stop();
            return streaming.read(response.getStatusCode().value(), response);
        }));
        return streaming.ended(exchange);
    }

    /** Where a call to that path goes. */
    public String addressOf(String path) {
        return new DefaultUriBuilderFactory(baseUrl.toString()).expand(path).toString();
    }

    private interface Reading {
        Exchange of(ClientHttpResponse response) throws IOException;
    }

    private Exchange exchange(String path, Map<String, String> headers, byte[] json, Reading reading) {
        try {
            return client.post()
                    .uri(path)
                    .headers(to -> headers.forEach(to::set))
                    .contentType(MediaType.APPLICATION_JSON)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(json)
                    .exchangeForRequiredValue((request, response) -> reading.of(response));
        } catch (ResourceAccessException e) {
            String cause = describe(e.getCause() == null ? e : e.getCause());
            return e.getCause() instanceof SentMarker.FailedAfterSending
                    ? new NoAnswer(cause, null)
                    : new NeverSent(cause);
        }
    }

    private Exchange read(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        try {
            String body = mask(new String(response.getBody().readNBytes(BODY_LIMIT), StandardCharsets.UTF_8));
            return new Answered(status, body, RetryAfter.of(response.getHeaders()));
        } catch (IOException e) {
            return new NoAnswer(describe(e), status);
        }
    }

    private String mask(String body) {
        String masked = body;
        for (String secret : secrets) {
            masked = masked.replace(secret, "****");
        }
        return masked;
    }

    static String describe(Throwable failure) {
        Throwable cause = failure instanceof SentMarker.FailedAfterSending && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause.getClass().getSimpleName();
    }

    /** How many calls the guards would let through just now. */
    public int capacity() {
        return guards.capacity();
    }
}
