package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.Exchange.Withheld;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * The rule from the breaker to the claim, over real calls that end in any order: who claims as many as there is room
 * for is never sent back by the breaker, and a destination that is back is found out.
 */
class BreakerPropertiesTest {

    private static final int PERMITTED_HALF_OPEN = 3;
    private static final int SLOTS = 6;

    /** What may happen next. */
    enum Event {
        CLAIM,
        ONE_SUCCEEDS,
        ONE_FAILS,
        THE_WAIT_IS_OVER
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Arbitraries.frequency(
                        Tuple.of(4, Event.CLAIM),
                        Tuple.of(2, Event.ONE_SUCCEEDS),
                        Tuple.of(5, Event.ONE_FAILS),
                        Tuple.of(2, Event.THE_WAIT_IS_OVER))
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void whoClaimsWhatThereIsRoomForIsNotSentBack(@ForAll("histories") List<Event> history) throws Exception {
        try (Scene scene = new Scene()) {
            for (Event event : history) {
                switch (event) {
                    case CLAIM -> scene.claim();
                    case ONE_SUCCEEDS -> scene.endOne("202 Accepted");
                    case ONE_FAILS -> scene.endOne("503 Away");
                    case THE_WAIT_IS_OVER -> scene.endWait();
                }
            }
            scene.recovers();
        }
    }

    private static final class Scene implements AutoCloseable {
        private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .recordResult(new FailedExchange())
                .minimumNumberOfCalls(4)
                .slidingWindowSize(4)
                .permittedNumberOfCallsInHalfOpenState(PERMITTED_HALF_OPEN)
                .build());
        private final CircuitBreaker breaker = breakers.circuitBreaker("cap");
        private final RemoteCalls remoteCalls =
                RemoteCallsFixture.remoteCalls(Map.of(), breakers, RateLimiterRegistry.ofDefaults());
        private final Semaphore arrived = new Semaphore(0);
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final Wire wire = new Wire(connection -> {
            while (!connection.readRequest().isEmpty()) {
                arrived.release();
                connection.answer(answers.take(), "");
            }
        });
        private final RemoteCall call = remoteCalls.open("cap", wire.url("http"), List.of());
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private final ExecutorCompletionService<Exchange> calls = new ExecutorCompletionService<>(clients);
        private int onTheWay;
        private int startedHalfOpen;

        void claim() throws InterruptedException {
            int room = call.capacity();
            State state = breaker.getState();
            if (state == State.OPEN) {
                assertThat(room).as("room while the circuit is open").isZero();
            }
            int claimed = Math.min(room, SLOTS - onTheWay);
            for (int i = 0; i < claimed; i++) {
                calls.submit(() -> call.postJson("/", Map.of(), new byte[0]));
            }
            onTheWay += claimed;
            assertThat(arrived.tryAcquire(claimed, 10, TimeUnit.SECONDS))
                    .as("all that was claimed is sent")
                    .isTrue();
            if (state == State.HALF_OPEN) {
                startedHalfOpen += claimed;
                assertThat(startedHalfOpen).isLessThanOrEqualTo(PERMITTED_HALF_OPEN);
            }
        }

        void endOne(String status) throws InterruptedException, ExecutionException {
            if (onTheWay > 0) {
                answers.add(status);
                Future<Exchange> ended = calls.take();
                assertThat(ended.get()).isNotInstanceOf(Withheld.class);
                onTheWay--;
            }
        }

        // What the breaker's own clock does once the wait is over.
        void endWait() {
            if (breaker.getState() == State.OPEN) {
                breaker.transitionToHalfOpenState();
                startedHalfOpen = 0;
            }
        }

        void recovers() throws InterruptedException, ExecutionException {
            List<State> states = new ArrayList<>();
            for (int round = 0; round < 5 && breaker.getState() != State.CLOSED; round++) {
                states.add(breaker.getState());
                while (onTheWay > 0) {
                    endOne("202 Accepted");
                }
                endWait();
                claim();
                while (onTheWay > 0) {
                    endOne("202 Accepted");
                }
            }
            assertThat(breaker.getState()).as("after %s", states).isEqualTo(State.CLOSED);
        }

        @Override
        public void close() {
            assertThat(arrived.availablePermits())
                    .as("sent twice: %s", wire.requests())
                    .isZero();
            clients.shutdownNow();
            wire.close();
            remoteCalls.destroy();
        }
    }
}
