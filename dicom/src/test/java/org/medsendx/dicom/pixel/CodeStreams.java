package org.medsendx.dicom.pixel;

/**
 * Small code streams that dcmtk, GDCM and libjpeg made, in base64: {@code value} for grey (12 bits,
 * 24 x 10) and {@code colour} (8 bits, 24 x 10) say what is in them.
 */
final class CodeStreams {

    static final int ROWS = 10;
    static final int COLUMNS = 24;

    static final String LOSSLESS_SV1 =
            "/9j/wwALEAAKABgBAREA/8QAGgAAAwEBAQEAAAAAAAAAAAAABgcIAAQJEP/aAAgBAQABAAD4lJSU"
                    + "lJSUlJSUlJSUlJSUlJSUlJSUlJXK12u12u12v58Ndrtdrtdr+fDXa7Xa7Xa/nw12u5aJomiYqomi"
                    + "YqomiaJiqiaJiqiaJomKqJomKqJoly13XcuV3Lldy5Xddy5XcuV3Lld13Lldy5XcuV3Xblu1He7G"
                    + "22222223pMjrtRzl9HwD0P222222229WQD0fAHL6o8XFxcXFxeqPFxcXFxcXqjxcXFxcXF6o8TlJ"
                    + "SUlJSUlJSUlJSUlJSUlJSUlJSUlJSVytdrtdrtdr+fDXa7Xa7Xa/nw12u12u12v58NdruWiaJomK"
                    + "qJomKqJomiYqomiYqomiaJiqiaJiqiaJ/9kA";

    static final String LOSSLESS_PREDICTOR_6 =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/wwALEAAKABgBAREA/8QAHAABAQEBAQEBAQEAAAAAAAAABwgG"
                    + "AAUJAQoQ/9oACAEBAAYAAP8AaXS6XS6XS6XS6XS6XS6XS6XS6XS6XS6XS6VlZX6l6wsm4hxlfqXr"
                    + "CybiHGV+pesLJuIcZX5lZX6l5R9rZpjK/UvKPtbNMZX6l5R9rZpjK/MrK/Rx9X5q2aYyv0cfV+at"
                    + "mmMr9HH1fmrZpjK/MrLD/wDRjuPpzrPpboMFYZtW5VVY9ICFGm2T0xlh9lZX4b7u7u7u7u7u7Zpj"
                    + "K/MrK/SRicEeGv0OWFJLRd9uPsfbVp2bY0zJjK/MsDY7x/32tmmQNjvH/fa2aZA2O8f99rZpkDY5"
                    + "lZX6l6wsm4hxlfqXrCybiHGV+pesLJuIcZX5lZX6l5R9rZpjK/UvKPtbNMZX6l5R9rZpjK/f///Z";

    static final String JPEG_LS =
            "/9j/9wALEAAKABgBAREA//gADQH//wASAEMBFABA/9oACAEBAAAAAKJMSYkxHkWQ6DP4kxHkWQ6D"
                    + "P57O5zN7Wzsa+tmVK6VlVVRK6ViEam0mi0FWVUhPPZzNZiqtQRXLSumVRDDsM7GMkZYyYZhSENrG"
                    + "KMcYkIQZBG5mCYZgQSiW6RxYqjZYqLL8vIwr2hJUqHXa4iitZ8lDQa3WkQrpqkMx530AKjQBUaBo"
                    + "PTqD04g2o0zrpC1mhfnqiGZbpk5jJAD/RGapJvGOZVLYyVPDYXCYkFpKqimpKKgBO3FtaQZg1GSl"
                    + "cY5kWOiTEeRYkxjjJYyQ6DP4jxhjFxU9nc5kWX5g4iJMyspkshjtRpiL4zFIhDabSEZQiCQH9pNE"
                    + "Rv8Ss0nq9HmdeXqzUPN5PE7dcq9O8Xg7zv1qq0zvYkD//9k=";

    static final String JPEG_LS_NEAR_2 =
            "/9j/9wALDAAKABgBAREA/9oACAEBAAIAALv+9/3fe/7vq2rStK0+kwUJEkRIkBlEgQIEiIVoEH3y"
                    + "JEKfiRhw2aGqiqjRs0NUk1GzRobpJpNBhM4JggOAiio4JkB2foqNiZAdn6aTYsRNvAgQCUBCCGPQ"
                    + "R6GEKSyCGIK/Bs9QPVIf8KZPVUQ2ohuZsAAFYti2LAF2KZOyjtMwHu979FYu7tvU1DBa19TSTumH"
                    + "nHnESAUuONOIEQraaaYRIBWwUQLlyw9STuXLFh+oigsWLBCkj5Y4/9k=";

    static final String JPEG_LS_COLOUR =
            "/9j/9wARCAAKABgDAREAAhEAAxEA/9oADAMBAAIAAwAAAQCChXhXtWn93du7u7//SS7dsiIiIiIm"
                    + "222AAABshBBBBDGMYxgAAAb3/Zk2lVf/WBjI5NttJVVVRpyD5ibbbdjf/3/QG/9/+jgemlXRE/9/"
                    + "/jP/f/8wXJKqqJv/f/5L/3/6UXVVVITf/3/iH/9/9Rf/SEn/f/73/3/9RckkqpCX/3/7n/9/9RcR"
                    + "EREREhL/f/8V/3//KLhHMUjszAgS/3//Ef9//yjHYiIm2IIA///Z";

    static final String BASELINE_COLOUR =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYF"
                    + "BgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoK"
                    + "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAKABgDASEA"
                    + "AhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAACAAJ/8QAKRAAAAQDBQkBAAAAAAAAAAAAAAEDBAcR"
                    + "QgUIEyRRAhIUIzEzQWJxk//EABcBAQEBAQAAAAAAAAAAAAAAAAgDAgf/xAAlEQABAgYBAwUAAAAA"
                    + "AAAAAAABAAIDBAUGERIhBxMUFSJBocH/2gAMAwEAAhEDEQA/AM3oM3eezkdKQqoU3a+N2mxHZ893"
                    + "1+CvVWreqUyNK5ztj6cD+Ldn1/R7XZS0gldQxcGVm6UCBHnLE8mMX6pC067CJYe5D+DDVrJLLJ+K"
                    + "CC6gU0aGolNqmfSggg7mc51QAJ+UMbXc7QcpqQGZMuTlEvzIQvKQ4ZgjgLtEi9/YHK///9k=";

    /** All of its bits in ten scans, colour halved both ways. */
    static final String PROGRESSIVE_COLOUR =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsK"
                    + "CwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQU"
                    + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAAKABgDASIA"
                    + "AhEBAxEB/8QAGAAAAwEBAAAAAAAAAAAAAAAAAAYHAgP/xAAWAQEBAQAAAAAAAAAAAAAAAAAGAwT/"
                    + "2gAMAwEAAhADEAAAAY888n6ObZRg6m//xAAZEAADAQEBAAAAAAAAAAAAAAAAAQQFAhH/2gAIAQEA"
                    + "AQUCiziTM9IckiRAiDlH/8QAGREAAwADAAAAAAAAAAAAAAAAAAIEAQMR/9oACAEDAQE/AZKHwJZs"
                    + "4f/EABoRAAICAwAAAAAAAAAAAAAAAAECAAMFFCH/2gAIAQIBAT8ByFzWgo00Kj2f/8QAGBAAAwEB"
                    + "AAAAAAAAAAAAAAAAAAEhMRD/2gAIAQEABj8CwUM6of/EABsQAAICAwEAAAAAAAAAAAAAAAABESEQ"
                    + "MUGR/9oACAEBAAE/IdGFpIKKpCJVI5Dw/9oADAMBAAIAAwAAABDoD//EABURAQEAAAAAAAAAAAAA"
                    + "AAAAAAEQ/9oACAEDAQE/EHBJP//EABgRAAIDAAAAAAAAAAAAAAAAAAABITHR/9oACAECAQE/EKEH"
                    + "o5ZH/8QAHRAAAQIHAAAAAAAAAAAAAAAAABFBMWFxgZGx8f/aAAgBAQABPxDnimKkjGGLfMUOMJdE"
                    + "f//Z";

    private CodeStreams() {}

    static int value(int x, int y) {
        boolean flat = y >= 4 && y < 6 && x >= 3 && x < 20;
        return flat ? 1000 : (x * 37 + y * 101 + (x * y) % 7 * 50) & 0xFFF;
    }

    static int colour(int x, int y, int channel) {
        return switch (channel) {
            case 0 -> (x * 9 + y * 3) & 255;
            case 1 -> (x * 5 + y * 11) & 255;
            default -> x < 12 ? 90 : (x * y) & 255;
        };
    }
}
