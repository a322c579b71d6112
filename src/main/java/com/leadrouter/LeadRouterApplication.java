package com.leadrouter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service: takes leads in and delivers them. */
@SpringBootApplication
public class LeadRouterApplication {

    public static void main(String[] args) {
        LastResort.arm(LastResort.AT_MOST);
        SpringApplication.run(LeadRouterApplication.class, args);
    }
}
