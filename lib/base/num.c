/* num - numbers to text and back, fast and exact. */
/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char pairs[] = "00010203040506070809"
			    "10111213141516171819"
			    "20212223242526272829"
			    "30313233343536373839"
			    "40414243444546474849"
			    "50515253545556575859"
			    "60616263646566676869"
			    "70717273747576777879"
			    "80818283848586878889"
			    "90919293949596979899";

static const double ten[] = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

static int
count_digits(uint64_t u)
{
	int n = 1;

	for (; u >= 10000; u /= 10000)
		n += 4;
	return n + (u >= 10) + (u >= 100) + (u >= 1000);
}

/* Writes u as n digits, padded with zeros on the left. */
static void
put_digits(char *p, uint64_t u, int n)
{
	for (; n >= 2; n -= 2, u /= 100)
		memcpy(p + n - 2, pairs + 2 * (u % 100), 2);
	if (n)
		*p = (char)('0' + u % 10);
}

char *
num_put_int(char *p, int64_t x)
{
	uint64_t u = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
	int n;

	if (x < 0)
		*p++ = '-';
	n = count_digits(u);
	put_digits(p, u, n);
	return p + n;
}

/*
 * Finds the shortest decimal r / 10^k that rounds to x, for 1e-4 <= x < 1e6.
 * Fills r and k and returns 0, or returns -1 if this method cannot decide.
 *
 * x has 24 significant bits and 10^k, k <= 12, has 28, so y = x 10^k is exact
 * in a double, and so is its distance d to the nearest whole number r.  r /
 * 10^k rounds to x if d / 10^k is less than half the distance from x to the
 * next float.  The method leaves two cases to put_by_search(): powers of two,
 * below which floats lie closer, and ties, which the last bit decides.
 */
static int
shortest(float x, uint64_t *r, int *k)
{
	int e, digits, whole = 1;
	double half, y, n;

	if (frexpf(x, &e) == 0.5f)
		return -1;
	half = ldexp(1, e - 25); /* x < 2^e has 24 bits */
	for (y = (double)x; y >= 10; y /= 10)
		whole++;
	for (; y < 1; y *= 10)
		whole--;
	for (digits = 6; digits <= 9; digits++) {
		*k = digits - whole;
		if (*k > 12)
			return -1;
		y = (double)x * ten[*k];
		n = rint(y);
		if (fabs(n - y) < half * ten[*k]) {
			*r = (uint64_t)n;
			return 0;
		}
	}
	return -1;
}

/* Writes r / 10^k with a point; k >= 0. */
static char *
put_fixed(char *p, uint64_t r, int k)
{
	uint64_t unit = (uint64_t)ten[k];

	for (; k > 1 && r % 10 == 0; k--) {
		r /= 10;
		unit /= 10;
	}
	p = num_put_int(p, (int64_t)(r / unit));
	*p++ = '.';
	if (k == 0) {
		*p++ = '0';
		return p;
	}
	put_digits(p, r % unit, k);
	return p + k;
}

/* Writes any x except nan by trying 6 to 9 digits.  9 digits always suffice.
 * All decimals of 6 digits differ as floats, so fewer are tried only below
 * FLT_MIN, where floats have fewer bits. */
static char *
put_by_search(char *p, float x)
{
	char s[40];
	int digits;
	size_t n;

	digits = fabsf(x) < FLT_MIN ? 1 : 6;
	for (; digits <= 9; digits++) {
		(void)snprintf(s, sizeof(s), "%.*g", digits, (double)x);
		if (strtof(s, NULL) == x)
			break;
	}
	n = strlen(s); /* at most -1.23456789e-38 */
	memcpy(p, s, n);
	p += n;
	if (!strpbrk(s, ".en")) {
		memcpy(p, ".0", 2);
		p += 2;
	}
	return p;
}

char *
num_put_float(char *p, float x)
{
	uint64_t r;
	int k;

	if (isnan(x)) {
		memcpy(p, "nan", 3);
		return p + 3;
	}
	/* Fast path: small whole numbers, the common case, need no search. */
	if (fabsf(x) < 1e6f && x == (float)(int32_t)x && !signbit(x)) {
		p = num_put_int(p, (int32_t)x);
		memcpy(p, ".0", 2);
		return p + 2;
	}
	if (!(fabsf(x) >= 1e-4f && fabsf(x) < 1e6f) ||
	    shortest(fabsf(x), &r, &k))
		return put_by_search(p, x);
	if (x < 0)
		*p++ = '-';
	return put_fixed(p, r, k);
}

char *
num_put_double(char *p, double x)
{
	char s[40] = "nan";
	int digits;
	size_t n;

	/* 17 digits always suffice. */
	for (digits = 6; digits <= 17 && !isnan(x); digits++) {
		(void)snprintf(s, sizeof(s), "%.*g", digits, x);
		if (strtod(s, NULL) == x)
			break;
	}
	n = strlen(s); /* at most -1.2345678901234567e-308 */
	memcpy(p, s, n);
	return p + n;
}

int
num_get_int(const char *s, size_t n, int64_t *x)
{
	const char *end = s + n;
	int negative = n && *s == '-';
	uint64_t u = 0, most = (uint64_t)INT64_MAX + (unsigned)negative;

	s += negative;
	/* 19 digits cannot overflow 64 bits. */
	if (s == end || end - s > 19 || (*s == '0' && n > 1))
		return -1;
	for (; s < end; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		u = 10 * u + (unsigned)(*s - '0');
	}
	if (u > most)
		return -1;
	*x = negative ? (int64_t)(0 - u) : (int64_t)u;
	return 0;
}

#define TEXT 64 /* bytes of a decimal number, NUL included */

/* Copies s [n] to `to` [TEXT] as a string.  Returns -1 if s is too long or
 * has characters that strtod() accepts and a decimal number lacks: blanks,
 * hexadecimal digits, words. */
static int
copy_decimal(const char *s, size_t n, char *to)
{
	if (n == 0 || n >= TEXT)
		return -1;
	memcpy(to, s, n);
	to[n] = '\0';
	return strspn(to, "0123456789.eE+-") == n && *to != '+' ? 0 : -1;
}

/* Reads the words inf, -inf and nan.  Returns 1, or 0 if s is another word. */
static int
get_word(const char *s, size_t n, float *x)
{
	static const char *const words[] = {"inf", "-inf", "nan"};
	static const float values[] = {INFINITY, -INFINITY, NAN};
	size_t i;

	for (i = 0; i < COUNTOF(words); i++) {
		if (n == strlen(words[i]) && !memcmp(s, words[i], n)) {
			*x = values[i];
			return 1;
		}
	}
	return 0;
}

/* Reads words, and numbers with a point or an exponent, by strtof(). */
static int
get_by_library(const char *s, size_t n, float *x)
{
	char copy[TEXT], *end;

	if (get_word(s, n, x))
		return 0;
	if (copy_decimal(s, n, copy))
		return -1;
	*x = strtof(copy, &end);
	return end == copy + n && isfinite(*x) ? 0 : -1;
}

/*
 * Fast path: up to 15 digits are a whole number m that a double holds.  With k
 * <= 6, m / 10^k either lies on the midpoint of two floats or differs from
 * every midpoint by at least 10^-15 of itself.  Rounding to double first errs
 * by 2^-53 at most, so rounding twice gives the nearest float.
 */
int
num_get_float(const char *s, size_t n, float *x)
{
	const char *p = s, *end = s + n;
	int negative = n && *s == '-', digits = 0, k = -1;
	int64_t m = 0;
	double y;

	for (p += negative; p < end; p++) {
		if (*p == '.' && k < 0 && digits) {
			k = 0;
		} else if (*p >= '0' && *p <= '9') {
			m = 10 * m + (*p - '0');
			digits++;
			k += k >= 0;
		} else {
			break;
		}
		if (digits > 15)
			break;
	}
	if (p < end || digits == 0 || k > 6)
		return get_by_library(s, n, x);
	y = (double)m / ten[k < 0 ? 0 : k];
	*x = (float)(negative ? -y : y);
	return 0;
}

int
num_get_double(const char *s, size_t n, double *x)
{
	char copy[TEXT], *end;
	float word;

	if (get_word(s, n, &word)) {
		*x = (double)word;
		return 0;
	}
	if (copy_decimal(s, n, copy))
		return -1;
	*x = strtod(copy, &end);
	return end == copy + n ? 0 : -1;
}

int
num_get_count(
    const char *s, size_t n, uint64_t least, uint64_t most, uint64_t *x)
{
	uint64_t u = 0;
	int over = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned digit = (unsigned char)s[i] - (unsigned)'0';

		if (digit > 9)
			return -1;
		over = over || __builtin_mul_overflow(u, 10, &u) ||
		       __builtin_add_overflow(u, digit, &u);
	}
	if (n == 0)
		return -1;
	if (over || u < least || u > most)
		return 1;
	*x = u;
	return 0;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                              : -1;
}

int
num_get_hex(const char *s, size_t n, uint64_t *x)
{
	uint64_t u = 0;
	size_t i;

	if (n == 0 || n > 16)
		return -1;
	for (i = 0; i < n; i++) {
		if (hex_digit(s[i]) < 0)
			return -1;
		u = u << 4 | (uint64_t)hex_digit(s[i]);
	}
	*x = u;
	return 0;
}
