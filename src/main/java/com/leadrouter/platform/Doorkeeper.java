package com.leadrouter.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in as many requests at once as there is memory for their bodies and what is made of them; who comes beyond that is
 * told at once to come again. A request counts by what it announces, up to the size of the largest lead: what takes
 * larger bodies counts those itself. Half of the room is the API's alone, where a body is read only of who has a key:
 * what strangers announce and do not send shuts nobody out there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Doorkeeper extends OncePerRequestFilter {

    /** Of the heap, for bodies; what becomes of them is some four times as much. */
    private static final int SHARE = 32;

    private static final int LARGEST_LEAD_KIB = 64;

    private static final String API = "/api/";

    private final Semaphore kibibytes;
    private final Semaphore ofStrangers;

    @Autowired
    Doorkeeper() {
        this(Runtime.getRuntime().maxMemory());
    }

    Doorkeeper(long heapBytes) {
        int room = (int) Math.min(Integer.MAX_VALUE, heapBytes / SHARE / 1024);
        this.kibibytes = new Semaphore(room);
        this.ofStrangers = new Semaphore(room / 2);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int size = 1 + bodyOf(request);
        if (request.getRequestURI().startsWith(API)) {
            letIn(kibibytes, size, request, response, chain);
        } else {
            letIn(ofStrangers, size, request, response, (in, out) -> letIn(kibibytes, size, request, response, chain));
        }
    }

    private static void letIn(
            Semaphore room, int size, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!room.tryAcquire(size)) {
            response.sendError(ProblemType.UNAVAILABLE.status());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            room.release(size);
        }
    }

    private static int bodyOf(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced >= 0) {
            return (int) Math.min(LARGEST_LEAD_KIB, announced / 1024);
        }
        return request.getHeader("Transfer-Encoding") == null ? 0 : LARGEST_LEAD_KIB;
    }
}
