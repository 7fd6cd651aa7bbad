@tool
extends RefCounted
## Where a server is, taken from a URL such as http://127.0.0.1:8080.

var host := ""
var port := 0
var tls := false
## What stands before each method's path, for servers behind a proxy; without a slash at its end.
var path := ""


## False where `url` is no http or https URL.
func read(url: String) -> bool:
	tls = url.begins_with("https://")
	if not tls and not url.begins_with("http://"):
		return false
	var rest := url.substr(8 if tls else 7)
	var slash := rest.find("/")
	path = rest.substr(slash).rstrip("/") if slash >= 0 else ""
	var authority := rest.substr(0, slash) if slash >= 0 else rest
	var colon := authority.rfind(":")
	if colon > authority.rfind("]"):
		port = int(authority.substr(colon + 1))
		authority = authority.substr(0, colon)
	else:
		port = 443 if tls else 80
	host = authority.lstrip("[").rstrip("]")
	return host != "" and port > 0 and port < 65536
