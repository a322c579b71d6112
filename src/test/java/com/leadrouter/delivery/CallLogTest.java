package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.delivery.CallLog.OpenCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:20:59Z");

    private final CallLog log = new CallLog(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aFinishedCallIsOnRecordWithAllThatIsKnownOfIt() {
        log.begin("submit").finish(Outcome.ACCEPTED, 202, "ok");

        Call call = log.calls().getFirst();
        assertThat(call).isEqualTo(new Call("submit", Outcome.ACCEPTED, 202, NOW, call.duration(), "ok"));
        assertThat(call.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    }

    @Test
    void theCallsOfATryStandInTheirOrder() {
        log.begin("add").finish(Outcome.EXISTS, 200, null);
        log.begin("get").finish(Outcome.ACCEPTED, 200, null);
        log.begin("update").finish(Outcome.UNKNOWN, null, null);

        assertThat(log.calls()).extracting(Call::operation).containsExactly("add", "get", "update");
    }

    @Test
    void anOpenCallIsNotOnRecordYetAndADiscardedOneNever() {
        OpenCall call = log.begin("submit");
        assertThat(log.calls()).isEmpty();

        call.discard();

        assertThat(log.cutOff()).isFalse();
        call.finish(Outcome.ACCEPTED, 202, null);
        assertThat(log.calls()).isEmpty();
    }

    @Test
    void whatIsCutOffIsUnknownAndStaysSo() {
        OpenCall call = log.begin("submit");

        assertThat(log.cutOff()).isTrue();
        call.finish(Outcome.ACCEPTED, 202, "too late");

        assertThat(log.calls()).extracting(Call::outcome).containsExactly(Outcome.UNKNOWN);
        assertThat(log.cutOff()).isFalse();
    }

    @Test
    void aCallThatIsFinishedTwiceCountsOnce() {
        OpenCall call = log.begin("submit");
        call.finish(Outcome.FAILED, 500, null);
        call.finish(Outcome.ACCEPTED, 202, null);
        call.discard();

        assertThat(log.calls()).extracting(Call::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void aCallThatACourierForgotToFinishIsOnRecordAsUnknown() {
        OpenCall forgotten = log.begin("add");
        OpenCall next = log.begin("get");
        forgotten.finish(Outcome.ACCEPTED, 200, null);
        next.finish(Outcome.NOT_FOUND, 200, null);

        assertThat(log.calls()).extracting(Call::outcome).containsExactly(Outcome.UNKNOWN, Outcome.NOT_FOUND);
    }

    @Test
    void whatWasReadIsNotChangedByLaterCalls() {
        List<Call> before = log.calls();
        log.begin("submit").finish(Outcome.ACCEPTED, 202, null);
        assertThat(before).isEmpty();
    }

    @Test
    void itsTextShowsNoResponse() {
        assertThat(new Call("submit", Outcome.ACCEPTED, 202, NOW, Duration.ZERO, "Ada").toString())
                .doesNotContain("Ada");
    }

    @RepeatedTest(50)
    void finishingAndCuttingOffAtOnceLeavesOneRecord() throws Exception {
        OpenCall call = log.begin("submit");
        CountDownLatch go = new CountDownLatch(1);
        Thread finishing = Thread.ofVirtual().start(() -> {
            await(go);
            call.finish(Outcome.ACCEPTED, 202, null);
        });
        Thread cutting = Thread.ofVirtual().start(() -> {
            await(go);
            log.cutOff();
        });
        go.countDown();
        finishing.join();
        cutting.join();

        assertThat(log.calls()).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
