package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.kapture.LongPull;
import com.leadrouter.standin.KaptureStandIn;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Memory does not grow with a pull's answer. */
class LongPullTest {

    private static final int CUSTOMERS = 35_000;
    private static final Pattern RESULT = Pattern.compile("Done\\[customers=(\\d+)] heap (\\d+) MB");

    @Test
    void anAnswerOf50MegabytesIsReadInAHeapOf128() throws Exception {
        try (KaptureStandIn kapture = new KaptureStandIn()) {
            kapture.lengthenPulls(CUSTOMERS / 100);
            long bytes = 100L * answerOf(kapture);
            kapture.lengthenPulls(CUSTOMERS);
            try (OwnJvm jvm = OwnJvm.start(
                    List.of("-Xmx128m", "-XX:+UseSerialGC"),
                    LongPull.class.getName(),
                    List.of(kapture.baseUrl().toString(), kapture.authKey()))) {
                String output = jvm.awaitEnd(Duration.ofMinutes(2)).output();
                System.out.println("A pull of " + bytes / 1024 / 1024 + " MB: " + output);

                assertThat(bytes).isGreaterThan(50L << 20);
                Matcher result = RESULT.matcher(output);
                assertThat(result.find()).as(output).isTrue();
                assertThat(result.group(1)).isEqualTo(String.valueOf(CUSTOMERS));
                assertThat(Integer.parseInt(result.group(2)))
                        .as("MB held at most")
                        .isLessThan(40);
            }
            assertThat(kapture.contractViolations()).isEmpty();
        }
    }

    private static int answerOf(KaptureStandIn kapture) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        kapture.baseUrl().resolve("/select-customer-between-start-and-end-dates.html"))
                .header("Authorization", "Basic " + kapture.authKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-14\"}]"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofByteArray()).body().length;
        }
    }
}
