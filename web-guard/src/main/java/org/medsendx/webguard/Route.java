package org.medsendx.webguard;

import java.util.regex.Pattern;

/**
 * Something a service answers.
 *
 * @param method such as {@code GET}, which is also for HEAD
 * @param path from the root, where <code>{name}</code> stands for one segment
 */
public record Route(String method, String path, Need need) {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}/]+}");

    /** Whether this path, as it was sent, is of this route. */
    boolean hasPath(String sent) {
        if (!path.contains("{")) {
            return path.equals(sent);
        }
        String[] own = path.split("/", -1);
        String[] other = sent.split("/", -1);
        if (own.length != other.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            boolean same = own[i].startsWith("{") ? !other[i].isEmpty() : own[i].equals(other[i]);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** The path without the names of its parameters, to compare routes by. */
    public String shape() {
        return method + " " + PARAMETER.matcher(path).replaceAll("{}");
    }
}
