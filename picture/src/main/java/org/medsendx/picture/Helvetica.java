package org.medsendx.picture;

/**
 * How wide Helvetica and Helvetica-Bold are: two of the fourteen fonts that every reader of PDF has
 * (ISO 32000-1, 9.6.2.2), with the widths of Adobe's Core 14 AFM files, in thousandths of the size.
 */
final class Helvetica {

    private static final int FIRST = 32;
    private static final int LAST = 126;

    /** Of what is no ASCII: as wide as a digit, which is near enough to align by. */
    private static final int OTHER = 556;

    private static final String PLAIN =
            "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556"
                    + " 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611"
                    + " 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667"
                    + " 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222"
                    + " 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584";

    private static final String BOLD =
            "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556"
                    + " 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778"
                    + " 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611"
                    + " 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889"
                    + " 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584";

    private static final int[] PLAIN_WIDTHS = widths(PLAIN);
    private static final int[] BOLD_WIDTHS = widths(BOLD);

    private Helvetica() {}

    private static int[] widths(String text) {
        var words = text.split(" ", -1);
        var widths = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            widths[i] = Integer.parseInt(words[i]);
        }
        return widths;
    }

    static double width(boolean bold, double size, String text) {
        var widths = bold ? BOLD_WIDTHS : PLAIN_WIDTHS;
        long sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            sum += c >= FIRST && c <= LAST ? widths[c - FIRST] : OTHER;
        }
        return sum * size / 1000;
    }
}
