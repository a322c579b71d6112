package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.CallingSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchRoomTest {

    private static final CallingSource ONE = new CallingSource("one");
    private static final CallingSource TWO = new CallingSource("two");
    private static final CallingSource THREE = new CallingSource("three");

    private final BatchRoom room = new BatchRoom(128L * 1024 * 1024);

    @Test
    void aSourceHasOneBatchAtATime() {
        assertThat(room.enter(ONE)).isTrue();
        assertThat(room.enter(ONE)).isFalse();
        assertThat(room.enter(TWO)).isTrue();

        room.leave(ONE);

        assertThat(room.enter(ONE)).isTrue();
    }

    @Test
    void whoFindsNoPlaceMayComeAgain() {
        room.enter(ONE);
        room.enter(TWO);
        assertThat(room.enter(THREE)).isFalse();

        room.leave(TWO);

        assertThat(room.enter(THREE)).isTrue();
        assertThat(room.enter(TWO)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"32, 2", "128, 2", "200, 3", "512, 8", "100000, 8"})
    void theHeapSaysHowManyThereAre(long mebibytes, int places) {
        BatchRoom itsRoom = new BatchRoom(mebibytes * 1024 * 1024);

        assertThat(IntStream.range(0, 20).filter(i -> itsRoom.enter(new CallingSource("s" + i))))
                .hasSize(places);
    }
}
