/**
 * The functions of line_format and label_format, beside Go's own.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/fmt.go
 */
export const FORMAT_FUNCTIONS = `ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace
  regexReplaceAll regexReplaceAllLiteral count urldecode urlencode bytes duration duration_seconds unixEpochMillis
  unixEpochNanos toDateInZone unixToTime alignLeft alignRight b64enc b64dec lower upper title trunc substr contains
  hasPrefix hasSuffix indent nindent replace repeat trim trimAll trimSuffix trimPrefix int float64 add sub mul div mod
  addf subf mulf divf max min maxf minf ceil floor round fromJson date toDate now unixEpoch default __line__
  __timestamp__`.split(/\s+/);
