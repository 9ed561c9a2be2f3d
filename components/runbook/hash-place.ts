/** The place that the address names behind `#`; "" when it names none. */
export function hashPlace(): string {
  const written = window.location.hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch (error) {
    // A percent sign that begins no character: then it is meant as it stands.
    if (error instanceof URIError) {
      return written;
    }
    throw error;
  }
}
