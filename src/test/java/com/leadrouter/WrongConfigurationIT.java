package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A wrong configuration stops the real {@code main} with one line that names the full key, before the database is looked
 * for, and shows no secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrongConfigurationIT {

    private static final String SECRET = "never-to-be-seen";
    private static final String CANNOT_START = "Cannot start: ";

    /** Listens where the database should be, and says nothing. */
    private static ServerSocket database;

    @BeforeAll
    static void listen() throws IOException {
        database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        database.setSoTimeout(1);
    }

    @AfterAll
    static void stopListening() throws IOException {
        database.close();
    }

    @AfterEach
    void nobodyLookedForTheDatabase() {
        assertThatThrownBy(() -> database.accept()).isInstanceOf(SocketTimeoutException.class);
    }

    // What follows the key are the changes to a right configuration, key=value, !key for one that is taken out.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            spring.datasource.url: placeholder DB_URL_UNSET has no value | spring.datasource.url=${DB_URL_UNSET}
            spring.datasource.url: must be of the form jdbc:postgresql://host:port/database | spring.datasource.url=postgres://u:never-to-be-seen@db/x
            spring.datasource.hikari.maximum-pool-size: must be readable as int | spring.datasource.hikari.maximum-pool-size=many
            server.port: is not readable | server.port=http
            logging.level.com.leadrouter: must be one of trace, debug, info, warn, error, fatal, off | logging.level.com.leadrouter=loud
            resilience4j.circuitbreaker.instances.cap.failure-rate-threshold: is out of range | resilience4j.circuitbreaker.instances.cap.failure-rate-threshold=200
            lead-router.databse-wait: there is no such key | lead-router.databse-wait=1s
            lead-router.sources.web.api-keys: must have at least one key | !lead-router.sources.web.api-keys[0]; lead-router.sources.web.region=GB
            lead-router.sources.web.api-keys[0]: must be set | lead-router.sources.web.api-keys[0]=
            lead-router.sources.zzz.api-keys[0]: is configured twice | lead-router.sources.zzz.api-keys[0]=never-to-be-seen
            lead-router.sources.web.api-keys[0]: must be plain or begin with {sha256} or {bcrypt} | lead-router.sources.web.api-keys[0]={md5}never-to-be-seen
            lead-router.sources.web.api-keys[0]: must have a bcrypt hash ($2a$, $2b$ or $2y$) after {bcrypt} | lead-router.sources.web.api-keys[0]={bcrypt}never-to-be-seen
            lead-router.sources.web.region: must be an ISO 3166 country code of two letters | lead-router.sources.web.region=England
            lead-router.sources.web.form.allowed-origins[0]: must be an origin such as https://www.example.com, without a path | lead-router.sources.web.form.key=pk; lead-router.sources.web.form.allowed-origins[0]=https://www.example.com/
            lead-router.sources.web.form.sucess-url: there is no such key | lead-router.sources.web.form.key=pk; lead-router.sources.web.form.allowed-origins[0]=https://www.example.com; lead-router.sources.web.form.sucess-url=https://www.example.com/thanks
            lead-router.trusted-proxies[0]: must be a network such as 10.0.0.0/8 or fd00::/8 | lead-router.trusted-proxies[0]=10.0.0.0/99
            lead-router.operators[0].name: must be set | lead-router.operators[0].role=viewer
            lead-router.operators[0].role: must be one of viewer, operator | lead-router.operators[0].name=ops; lead-router.operators[0].role=admin
            lead-router.operators[0].password: must begin with {bcrypt}, then a bcrypt hash | lead-router.operators[0].name=ops; lead-router.operators[0].role=viewer; lead-router.operators[0].password=never-to-be-seen
            lead-router.operators[0].password: must have a bcrypt hash ($2a$, $2b$ or $2y$) after {bcrypt} | lead-router.operators[0].name=ops; lead-router.operators[0].role=viewer; lead-router.operators[0].password={bcrypt}never-to-be-seen
            lead-router.operators[1].password: must have the same bcrypt cost as operators[0].password | lead-router.operators[0].name=ops; lead-router.operators[0].role=viewer; lead-router.operators[0].password={bcrypt}$2a$04$GiLKlHGBVu7.e9TtjzQF6eK4sfNzEsA9fwUfV8I80Z/7pBD6bBw8m; lead-router.operators[1].name=ada; lead-router.operators[1].role=viewer; lead-router.operators[1].password={bcrypt}$2a$05$GiLKlHGBVu7.e9TtjzQF6eK4sfNzEsA9fwUfV8I80Z/7pBD6bBw8m
            lead-router.operators-from[0]: must be a network such as 10.0.0.0/8 or fd00::/8 | lead-router.operators-from[0]=10.0.0.0/99
            lead-router.routes[0].name: must be set | lead-router.routes[0].to[0]=cap
            lead-router.routes[0].to[0]: there is no such destination | lead-router.routes[0].name=all; lead-router.routes[0].to[0]=cup
            lead-router.destinations: must name at least one destination | !lead-router.destinations.cap.type; !lead-router.destinations.cap.base-url; !lead-router.destinations.cap.api-key; !lead-router.destinations.kapture.type; !lead-router.destinations.kapture.base-url; !lead-router.destinations.kapture.auth-key
            lead-router.destinations.cap.type: must be one of cap, kapture | lead-router.destinations.cap.type=cup
            lead-router.destinations.cap.base-url: must be set | !lead-router.destinations.cap.base-url
            lead-router.destinations.cap.base-url: must be an http or https address with a host, without user, query and fragment | lead-router.destinations.cap.base-url=https://u:never-to-be-seen@cap.example
            lead-router.destinations.cap.api-key: must be set | !lead-router.destinations.cap.api-key
            lead-router.destinations.cap.api-key: placeholder CAP_API_KEY_UNSET has no value | lead-router.destinations.cap.api-key=${CAP_API_KEY_UNSET}
            lead-router.destinations.cap.enquiry-date-time-pattern: must be a pattern that can write a date and time | lead-router.destinations.cap.enquiry-date-time-pattern=yyyy-bb
            lead-router.destinations.cap.http.conect-timeout: there is no such key | lead-router.destinations.cap.http.conect-timeout=5s
            lead-router.destinations.cap.http.response-timeout: must be readable as Duration | lead-router.destinations.cap.http.response-timeout=5 parsecs
            lead-router.destinations.cap.delivery.concurrency: must be from 1 to 1024 | lead-router.destinations.cap.delivery.concurrency=-1
            lead-router.destinations.cap.delivery.retry.max-interval: must not be shorter than initial | lead-router.destinations.cap.delivery.retry.initial=1h
            lead-router.destinations.cap.delivery.retry.inital: there is no such key | lead-router.destinations.cap.delivery.retry.inital=5s
            lead-router.destinations.kapture.auth-key: must be set, or username and password | !lead-router.destinations.kapture.auth-key
            lead-router.destinations.kapture.auth-key: must not be set beside username and password | lead-router.destinations.kapture.username=u; lead-router.destinations.kapture.password=never-to-be-seen
            """)
    @Timeout(30)
    void isRefusedInOneLineWithItsKey(String line, String changes, CapturedOutput output) {
        Map<String, String> configuration = right();
        for (String change : changes.split("; ")) {
            if (change.startsWith("!")) {
                assertThat(configuration.remove(change.substring(1))).isNotNull();
            } else {
                String[] keyAndValue = change.split("=", 2);
                configuration.put(keyAndValue[0], keyAndValue[1]);
            }
        }

        assertThatThrownBy(() ->
                        LeadRouterApplication.main(arguments(configuration).toArray(String[]::new)))
                .isNotNull();

        assertSaysOnly(line, output.toString());
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithoutRepeatingIt(@TempDir Path directory, CapturedOutput output)
            throws IOException {
        Path file = directory.resolve("application.yml");
        Files.writeString(file, "lead-router:\n  sources:\n    web:\n      api-keys: [ " + SECRET + " ]: x\n");
        List<String> arguments = List.of("--spring.config.additional-location=" + file.toUri(), "--server.port=0");

        assertThatThrownBy(() -> LeadRouterApplication.main(arguments.toArray(String[]::new)))
                .isNotNull();

        assertSaysOnly("a configuration file is no YAML, line 4, column 37", output.toString());
    }

    @Test
    void aProcessWithoutAnyConfigurationEndsWithCode1() {
        assertEndsWith("spring.datasource.url: placeholder DATABASE_URL has no value", List.of());
    }

    @Test
    void aProcessWithOneMisspeltKeyEndsWithCode1() {
        Map<String, String> configuration = right();
        configuration.put("lead-router.destinations.kapture.delivery.retry.max-intervall", "5m");

        assertEndsWith(
                "lead-router.destinations.kapture.delivery.retry.max-intervall: there is no such key",
                arguments(configuration));
    }

    private static void assertEndsWith(String line, List<String> arguments) {
        try (OwnJvm service = OwnJvm.start(arguments)) {
            OwnJvm.Ended ended = service.awaitEnd(Duration.ofSeconds(60));

            assertThat(ended.code()).isEqualTo(1);
            assertSaysOnly(line, ended.output());
        }
    }

    private static void assertSaysOnly(String line, String output) {
        assertThat(output.lines().filter(text -> text.contains("ERROR")))
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith(CANNOT_START + line));
        assertThat(output).doesNotContain(SECRET, "\tat ", "Exception", "WARN");
    }

    private static Map<String, String> right() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("server.port", "0"),
                Map.entry("management.server.port", "0"),
                Map.entry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/x"),
                Map.entry("spring.datasource.username", "lead_router"),
                Map.entry("spring.datasource.password", SECRET),
                Map.entry("lead-router.sources.web.api-keys[0]", SECRET),
                Map.entry("lead-router.destinations.cap.type", "cap"),
                Map.entry("lead-router.destinations.cap.base-url", "https://cap.example"),
                Map.entry("lead-router.destinations.cap.api-key", SECRET),
                Map.entry("lead-router.destinations.kapture.type", "kapture"),
                Map.entry("lead-router.destinations.kapture.base-url", "https://kapture.example"),
                Map.entry("lead-router.destinations.kapture.auth-key", SECRET)));
    }

    private static List<String> arguments(Map<String, String> configuration) {
        return configuration.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
