package com.leadrouter.intake;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;

/** What a batch comes in and is answered in. */
enum BatchForm {
    ARRAY(MediaType.APPLICATION_JSON, "[", ",", "]") {
        @Override
        List<Batch.Part> partsOf(byte[] body, int most) throws IOException {
            return JsonArray.partsOf(body, most);
        }
    },
    LINES(MediaType.APPLICATION_NDJSON, "", "\n", "\n") {
        @Override
        List<Batch.Part> partsOf(byte[] body, int most) {
            return Lines.partsOf(body, most);
        }
    };

    private final MediaType type;
    private final String before;
    private final String between;
    private final String after;

    BatchForm(MediaType type, String before, String between, String after) {
        this.type = type;
        this.before = before;
        this.between = between;
        this.after = after;
    }

    static Optional<BatchForm> of(MediaType type) {
        return Arrays.stream(values())
                .filter(form -> form.type.equalsTypeAndSubtype(type))
                .findFirst();
    }

    /** Where the leads stand, no more of them than one beyond {@code most}; {@link IOException} where it is not this form. */
    abstract List<Batch.Part> partsOf(byte[] body, int most) throws IOException;

    MediaType type() {
        return type;
    }

    /** What stands before the first result, between two, and after the last. */
    String before() {
        return before;
    }

    String between() {
        return between;
    }

    String after() {
        return after;
    }
}
