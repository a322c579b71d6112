package com.leadrouter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    private static final UUID LEAD = UUID.fromString("0199aaaa-0000-7000-8000-000000000001");
    private static final String GOOD = "{\"index\":%d,\"code\":202,\"leadId\":\"" + LEAD + "\"}";
    private static final String REFUSED = "{\"index\":%d,\"code\":400,\"problem\":"
            + "{\"type\":\"https://lead-router.dev/problems/invalid-lead\",\"status\":400}}";

    private final Judge judge = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson"})
    void everyResultOfABatchIsLookedAt(String type) {
        assertThat(judge.fault(batch(3), answer(type, REFUSED, REFUSED, GOOD))).isEmpty();
        assertThat(judge.takeAccepted()).containsExactly(LEAD);

        assertThat(judge.fault(batch(2), answer(type, REFUSED, "{\"index\":%d,\"code\":500}")))
                .hasValue("a code that nobody may get");
        assertThat(judge.fault(batch(2), answer(type, GOOD, "{\"index\":%d,\"code\":400,\"problem\":{}}")))
                .hasValue("a problem of no known type, or of another status");
        assertThat(judge.fault(batch(2), answer(type, REFUSED, "{\"index\":0,\"code\":202}")))
                .hasValue("not in order");
        assertThat(judge.fault(batch(3), answer(type, REFUSED, GOOD))).hasValue("not a result for each lead");
        assertThat(judge.fault(batch(Body.UNKNOWN), answer(type, REFUSED, GOOD)))
                .isEmpty();
    }

    @Test
    void whoIsSentOnHasLeftALead() {
        Knock knock = new Knock(0, Target.ALL.getLast(), "POST", List.of(), new byte[0], 1, true, true);

        assertThat(judge.fault(knock, new Answered(303, Map.of("Location", "pk_fuzz/thanks"), "")))
                .isEmpty();
        assertThat(judge.submitted()).isEqualTo(1);
        assertThat(judge.submittedAnew()).isEqualTo(1);
        assertThat(judge.fault(knock, new Answered(303, Map.of(), ""))).hasValue("sent on to nowhere");
    }

    private static Knock batch(int leads) {
        Target target = Target.ALL.stream().filter(Target::isBatch).findFirst().orElseThrow();
        return new Knock(0, target, "POST", List.of(), new byte[0], leads, true, true);
    }

    private static Answered answer(String type, String... results) {
        StringBuilder all = new StringBuilder();
        boolean isArray = type.equals("application/json");
        for (int i = 0; i < results.length; i++) {
            all.append(i == 0 ? "" : isArray ? "," : "\n").append(results[i].formatted(i));
        }
        return new Answered(207, Map.of("Content-Type", type), isArray ? "[" + all + "]" : all.toString());
    }
}
