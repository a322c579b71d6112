package com.leadrouter;

import com.leadrouter.platform.NewApiKey;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service: takes leads in and delivers them. */
@SpringBootApplication
public class LeadRouterApplication {

    public static void main(String[] args) {
        if (List.of(args).contains(NewApiKey.OPTION)) {
            System.out.print(NewApiKey.make().instructions());
            return;
        }
        LastResort.arm(LastResort.AT_MOST);
        SpringApplication.run(LeadRouterApplication.class, args);
    }
}
