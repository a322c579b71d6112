package com.leadrouter.platform;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Opens the {@link RemoteCall} of each destination: an HTTP client and connection pool of its own, with the time-outs
 * below {@code lead-router.destinations.<name>.http}; circuit breaker and rate limiter are Resilience4j's instances of
 * the destination's name.
 */
@Component
public final class RemoteCalls implements DisposableBean {

    /** As many as the largest concurrency asks for. */
    private static final int CONNECTIONS = 1024;

    private static final TimeValue CHECK_IDLE_CONNECTIONS_AFTER = TimeValue.ofMilliseconds(100);

    private final Settings settings;
    private final RestClient.Builder restClient;
    private final CircuitBreakerRegistry circuitBreakers;
    private final RateLimiterRegistry rateLimiters;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("remote-deadlines").factory());
    private final List<CloseableHttpClient> clients = new ArrayList<>();

    RemoteCalls(
            Settings settings,
            RestClient.Builder restClient,
            CircuitBreakerRegistry circuitBreakers,
            RateLimiterRegistry rateLimiters) {
        this.settings = settings;
        this.restClient = restClient;
        this.circuitBreakers = circuitBreakers;
        this.rateLimiters = rateLimiters;
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Opens calls to one destination; the secrets are masked wherever an answer repeats them. */
    public synchronized RemoteCall open(String destination, URI baseUrl, Collection<String> secrets) {
        HttpSettings http = settings.bind("lead-router.destinations." + destination + ".http", HttpSettings.class);
        CloseableHttpClient client = client(http);
        clients.add(client);
        return new RemoteCall(
                baseUrl,
                responseTimeout -> restClient(baseUrl, client, responseTimeout),
                http.responseTimeout(),
                new Guards(circuitBreakers.circuitBreaker(destination), rateLimiter(destination)),
                List.copyOf(secrets));
    }

    private RestClient restClient(URI baseUrl, CloseableHttpClient client, Duration responseTimeout) {
        HttpComponentsClientHttpRequestFactory requests = new HttpComponentsClientHttpRequestFactory(client);
        requests.setReadTimeout(responseTimeout);
        return restClient.clone().baseUrl(baseUrl).requestFactory(requests).build();
    }

    // A slot that waits for a permit is one that nobody else has; the outbox waits better.
    private Optional<RateLimiter> rateLimiter(String destination) {
        Optional<RateLimiter> rateLimiter = rateLimiters.find(destination);
        rateLimiter.ifPresent(limiter -> limiter.changeTimeoutDuration(Duration.ZERO));
        return rateLimiter;
    }

    private CloseableHttpClient client(HttpSettings http) {
        Timeout response = Timeout.of(http.responseTimeout());
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .responseParserFactory(new WholeHeads())
                                .build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(http.connectTimeout()))
                                .setSocketTimeout(response)
                                .setValidateAfterInactivity(CHECK_IDLE_CONNECTIONS_AFTER)
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(response)
                                .setTcpNoDelay(true)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(response)
                        .setConnectionRequestTimeout(Timeout.of(http.connectTimeout()))
                        .build())
                // One owner of retries: the outbox. A redirect is an answer like any other.
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sent", new SentMarker())
                .addExecInterceptorBefore("sent", "bounded", new BoundedAnswers(deadlines))
                .build();
    }

    @Override
    public void destroy() {
        clients.forEach(client -> client.close(CloseMode.IMMEDIATE));
        deadlines.shutdownNow();
    }
}
