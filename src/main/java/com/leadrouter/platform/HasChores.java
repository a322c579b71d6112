package com.leadrouter.platform;

import java.util.List;

/** A bean that has chores: they are done while the service runs, each on a thread of its own. */
public interface HasChores {

    /** Asked for once, at the start. */
    List<Chore> chores();
}
