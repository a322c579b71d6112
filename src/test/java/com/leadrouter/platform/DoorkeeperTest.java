package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DoorkeeperTest {

    /** Room for 128 KiB. */
    private final Doorkeeper door = new Doorkeeper(4 * 1024 * 1024);

    @Test
    void whoeverAnnouncesMuchTakesMuchRoom() throws Exception {
        assertThat(together(request(64 * 1024), request(60 * 1024), request(1024)))
                .containsExactly(200, 200, 200);
        assertThat(together(request(64 * 1024), request(64 * 1024), request(1024)))
                .containsExactly(200, 503, 200);
    }

    @Test
    void whoeverAnnouncesNothingTakesAsMuchAsThereCanBe() throws Exception {
        assertThat(together(chunked(), chunked(), request(0))).containsExactly(200, 503, 200);
        assertThat(together(request(-1), chunked(), request(5_000_000_000L))).containsExactly(200, 200, 503);
    }

    @Test
    void theRoomIsFreeAgainAfterwardsHoweverItEnded() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> door.doFilter(request(64 * 1024), new MockHttpServletResponse(), (in, out) -> {
                        throw new ServletException();
                    }))
                    .isInstanceOf(ServletException.class);
        }
        assertThat(together(request(64 * 1024), request(60 * 1024))).containsExactly(200, 200);
    }

    @Test
    void halfOfTheRoomIsNotForStrangers() throws Exception {
        assertThat(together(stranger(62 * 1024), stranger(1024), request(62 * 1024)))
                .containsExactly(200, 503, 200);
        assertThat(together(request(64 * 1024), request(60 * 1024), stranger(1024), stranger(1024)))
                .containsExactly(200, 200, 200, 503);
    }

    // Each comes while the one before it is inside.
    private int[] together(MockHttpServletRequest... requests) throws Exception {
        int[] statuses = new int[requests.length];
        comesIn(requests, statuses, 0);
        return statuses;
    }

    private void comesIn(MockHttpServletRequest[] requests, int[] statuses, int place) throws Exception {
        if (place == requests.length) {
            return;
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        boolean[] inside = new boolean[1];
        door.doFilter(requests[place], response, (in, out) -> {
            inside[0] = true;
            further(requests, statuses, place + 1);
        });
        if (!inside[0]) {
            further(requests, statuses, place + 1);
        }
        statuses[place] = response.getStatus();
    }

    private void further(MockHttpServletRequest[] requests, int[] statuses, int place) throws ServletException {
        try {
            comesIn(requests, statuses, place);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static MockHttpServletRequest chunked() {
        MockHttpServletRequest request = request(-1);
        request.addHeader("Transfer-Encoding", "chunked");
        return request;
    }

    private static MockHttpServletRequest request(long contentLength) {
        return request("/api/v1/leads", contentLength);
    }

    private static MockHttpServletRequest stranger(long contentLength) {
        return request("/forms/pk_any", contentLength);
    }

    private static MockHttpServletRequest request(String path, long contentLength) {
        return new MockHttpServletRequest("POST", path) {
            @Override
            public long getContentLengthLong() {
                return contentLength;
            }
        };
    }
}
