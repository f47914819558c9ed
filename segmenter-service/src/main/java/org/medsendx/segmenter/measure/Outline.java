package org.medsendx.segmenter.measure;

/**
 * Where the body of a CT slice ends.
 *
 * @param borderTissue share of the outermost valid pixels above -300 HU: a body that the image cuts
 *     off
 * @param area pixels above -500 HU
 */
record Outline(double borderTissue, long area) {

    private static final double CUT_HU = -300;
    private static final double BODY_HU = -500;

    static Outline of(Frame frame) {
        int width = frame.columns();
        double sign = Math.signum(frame.scale().slope());
        double cut = sign * frame.unscaled(CUT_HU);
        double body = sign * frame.unscaled(BODY_HU);
        var above = new int[width];
        var here = new int[width];
        var below = new int[width];
        java.util.Arrays.fill(here, Frame.MASKED);
        frame.row(0, below);
        boolean all = frame.allMeasured();
        long border = 0;
        long tissue = 0;
        long area = 0;
        for (int r = 0; r < frame.rows(); r++) {
            var free = above;
            above = here;
            here = below;
            below = free;
            if (r + 1 < frame.rows()) {
                frame.row(r + 1, below);
            } else {
                java.util.Arrays.fill(below, Frame.MASKED);
            }
            if (all && r > 0 && r < frame.rows() - 1) {
                // Only the ends of the row are at the border.
                int inside = 0;
                for (int c = 0; c < width; c++) {
                    inside += sign * here[c] > body ? 1 : 0;
                }
                area += inside;
                border += 2;
                tissue += sign * here[0] > cut ? 1 : 0;
                tissue += sign * here[width - 1] > cut ? 1 : 0;
                continue;
            }
            for (int c = 0; c < width; c++) {
                if (here[c] == Frame.MASKED) {
                    continue;
                }
                double value = sign * here[c];
                if (value > body) {
                    area++;
                }
                if (c == 0
                        || c == width - 1
                        || above[c] == Frame.MASKED
                        || below[c] == Frame.MASKED
                        || here[c - 1] == Frame.MASKED
                        || here[c + 1] == Frame.MASKED) {
                    border++;
                    if (value > cut) {
                        tissue++;
                    }
                }
            }
        }
        return new Outline(border == 0 ? Double.NaN : (double) tissue / border, area);
    }
}
