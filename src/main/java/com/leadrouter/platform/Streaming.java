package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Streamed.Read;
import com.leadrouter.platform.Streamed.Unread;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpResponse;

/** One answer that is read as it comes: to the guards an {@link Exchange} like any other. */
final class Streaming<T> {

    private final AnswerReader<T> reader;
    private @Nullable T value;
    private @Nullable RuntimeException failure;

    Streaming(AnswerReader<T> reader) {
        this.reader = reader;
    }

    Exchange read(int status, ClientHttpResponse response) {
        try {
            value = reader.read(response.getBody());
        } catch (IOException e) {
            return new NoAnswer(RemoteCall.describe(e), status);
        } catch (RuntimeException ours) {
            // The destination has answered; it is not to be blamed for what we do with it.
            failure = ours;
        }
        return new Answered(status, "", Optional.empty());
    }

    Streamed<T> ended(Exchange exchange) {
        if (failure != null) {
            throw failure;
        }
        return value == null ? new Unread<>(exchange) : new Read<>(value);
    }
}
