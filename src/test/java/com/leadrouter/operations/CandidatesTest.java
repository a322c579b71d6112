package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.lead.LeadId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    @Test
    void thoseOfSeveralComeInOneOrderAndEachOnce() {
        Candidates merged = Candidates.merged(List.of(of(9, 5, 4, 1), of(), of(8, 5, 2), of(5, 3)));

        List<LeadId> all = new ArrayList<>();
        for (List<LeadId> next = merged.next(2); !next.isEmpty(); next = merged.next(2)) {
            assertThat(next).hasSizeLessThanOrEqualTo(2);
            all.addAll(next);
        }

        assertThat(all).isEqualTo(ids(9, 8, 5, 4, 3, 2, 1));
    }

    @Test
    void whoHasNoMoreIsNotAskedAgain() {
        List<String> asked = new ArrayList<>();
        Candidates empty = howMany -> {
            asked.add("again");
            return List.of();
        };

        assertThat(Candidates.merged(List.of(empty, of(3, 2, 1))).next(10)).hasSize(3);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aListIsPutInOrder() {
        assertThat(of(1, 3, 2, 3).next(10)).isEqualTo(ids(3, 2, 1));
    }

    private static Candidates of(long... numbers) {
        return Candidates.of(ids(numbers));
    }

    private static List<LeadId> ids(long... numbers) {
        return LongStream.of(numbers)
                .mapToObj(number -> new LeadId(new UUID(number, 0)))
                .toList();
    }
}
